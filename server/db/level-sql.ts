import { DEFAULT_LEVEL } from "@/server/domain/presence";

/**
 * What `subject` may see of `owner`, both SQL expressions, with `alias` joined by `joinLevel`. The rule of
 * `createAccess`, for queries that need levels beside other things.
 */
export const levelSql = (alias: string, owner: string, subject: string): string =>
  `CASE WHEN ${owner} = ${subject} THEN 'personal' ELSE COALESCE(${alias}.level, '${DEFAULT_LEVEL}') END`;

export const joinLevel = (alias: string, owner: string, subject: string): string =>
  `LEFT JOIN access_level ${alias} ON ${alias}.owner_id = ${owner} AND ${alias}.subject_id = ${subject}`;
