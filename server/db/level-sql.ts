import { DEFAULT_LEVEL } from "@/server/domain/presence";

/**
 * What `subject` may see of `owner`, both SQL expressions, with `alias` joined by `joinLevel`. The rule of
 * `createAccess`, for queries that need levels beside other things.
 */
export const levelSql = (alias: string, owner: string, subject: string): string =>
  `CASE WHEN ${owner} = ${subject} THEN 'personal' ELSE COALESCE(${alias}.level, ${alias}_default.level, '${DEFAULT_LEVEL}') END`;

export const joinLevel = (alias: string, owner: string, subject: string): string =>
  `LEFT JOIN access_level ${alias} ON ${alias}.owner_id = ${owner} AND ${alias}.subject_id = ${subject}
   LEFT JOIN access_default ${alias}_default ON ${alias}_default.owner_id = ${owner} AND ${alias}_default.origin = 'organisation'`;
