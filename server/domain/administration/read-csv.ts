import { parse } from "csv-parse/sync";
import { CSV_ROWS_MAX, Email, Name, ProfilePatch, Role } from "@/lib/protocol";
import { AppError } from "../errors";

const PROFILE_COLUMNS = ["givenName", "familyName", "displayName", "title", "company", "department", "office", "workPhone", "mobilePhone", "homePhone", "otherPhone", "timeZone"] as const;

/** Column names of the import. Case, spaces, dots, dashes and underscores in the file's header do not matter. */
export const CSV_COLUMNS = ["email", ...PROFILE_COLUMNS, "role", "groups"] as const;
type Column = (typeof CSV_COLUMNS)[number];

export type CsvUser = { email: string; profile: ProfilePatch; role: Role | undefined; /** Names, as in the file; undefined: leave as they are. */ groups: readonly string[] | undefined };
export type CsvRow = { line: number; email: string } & ({ problems: readonly string[] } | { problems: readonly []; user: CsvUser });

const plain = (header: string): string => header.toLowerCase().replace(/[\s._-]/g, "");
const COLUMN_BY_HEADER = new Map<string, Column>(CSV_COLUMNS.map((column) => [plain(column), column]));

/**
 * Reads users from CSV (RFC 4180; a semicolon or a tab may stand for the comma, a byte order mark is ignored). The first line
 * names the columns; `email` must be among them. An empty cell leaves a field as it is. A line with a wrong value is given
 * back with the names of its columns, and the others are not harmed.
 *
 * @throws AppError `csv_invalid` when it is no CSV, a column is unknown or comes twice, `email` is missing, or it has too many lines.
 */
export function readCsv(text: string): CsvRow[] {
  const records = parseRecords(text);
  const header = readHeader(records[0]?.record ?? []);
  const rows = records.slice(1);
  if (rows.length > CSV_ROWS_MAX) throw new AppError("csv_invalid", { rows: rows.length }, { fields: ["rows"] });
  const seen = new Set<string>();
  return rows.map(({ record, line }) => {
    const row = readRow(header, record, line);
    if (row.email !== "" && seen.has(row.email)) return { line, email: row.email, problems: ["duplicate"] };
    seen.add(row.email);
    return row;
  });
}

type Parsed = { record: string[]; line: number };

function parseRecords(text: string): Parsed[] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [",", ";", "\t"].reduce((best, next) => (firstLine.split(next).length > firstLine.split(best).length ? next : best));
  try {
    const parsed = parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    const line = error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 0;
    throw new AppError("csv_invalid", { line }, { fields: [`line ${line}`] });
  }
}

function readHeader(names: readonly string[]): Column[] {
  const columns = names.map((name) => {
    const column = COLUMN_BY_HEADER.get(plain(name));
    if (!column) throw new AppError("csv_invalid", {}, { fields: [name.slice(0, 60)] });
    return column;
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice) throw new AppError("csv_invalid", {}, { fields: [twice] });
  if (!columns.includes("email")) throw new AppError("csv_invalid", {}, { fields: ["email"] });
  return columns;
}

function readRow(header: readonly Column[], record: readonly string[], line: number): CsvRow {
  const cells = new Map(header.map((column, index) => [column, record[index] ?? ""]));
  const rawEmail = cells.get("email") ?? "";
  const email = Email.safeParse(rawEmail);
  const shownEmail = email.success ? email.data : rawEmail.slice(0, 254);
  const filled = PROFILE_COLUMNS.filter((column) => (cells.get(column) ?? "") !== "");
  const profile = ProfilePatch.safeParse(Object.fromEntries(filled.map((column) => [column, cells.get(column)])));
  const rawRole = cells.get("role") ?? "";
  const role = rawRole === "" ? { success: true as const, data: undefined } : Role.safeParse(rawRole.toLowerCase());
  const problems = [
    ...(record.length === header.length ? [] : ["columns"]),
    ...(email.success ? [] : ["email"]),
    ...(profile.success ? [] : [...new Set(profile.error.issues.map((issue) => String(issue.path[0])))]),
    ...(role.success ? [] : ["role"]),
  ];
  if (problems.length > 0 || !email.success || !profile.success || !role.success) return { line, email: shownEmail, problems };
  return { line, email: shownEmail, problems: [], user: { email: email.data, profile: profile.data, role: role.data, groups: readGroups(cells.get("groups") ?? "") } };
}

/** Group names, separated by semicolons; by bars where the semicolon separates columns. */
function readGroups(cell: string): string[] | undefined {
  if (cell === "") return undefined;
  return [...new Set(cell.split(/[;|]/).map((name) => name.trim()).filter((name) => Name.safeParse(name).success))];
}
