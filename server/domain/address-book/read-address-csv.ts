import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { AppError } from "../errors";
import type { PhoneKind, RawEntry } from "./ports";

type Field = "name" | "given" | "middle" | "family" | "company" | "title" | "email" | { phone: PhoneKind };

/** Without case, spaces and punctuation. */
const plain = (header: string): string => header.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Column names of Outlook (English and German), of Google's two forms, and the obvious ones. */
const COLUMNS: readonly [field: Field, names: readonly string[]][] = [
  ["name", ["Name", "Display Name", "Full Name", "File As", "Anzeigename", "Voller Name"]],
  ["given", ["First Name", "Given Name", "Vorname"]],
  ["middle", ["Middle Name", "Additional Name", "Weitere Vornamen"]],
  ["family", ["Last Name", "Family Name", "Surname", "Nachname"]],
  ["company", ["Company", "Company Name", "Organization", "Organisation", "Organization Name", "Organization 1 - Name", "Firma"]],
  ["title", ["Title", "Job Title", "Organization Title", "Organization 1 - Title", "Position", "Funktion"]],
  ["email", ["Email", "E-mail", "Mail", "Email Address", "E-mail Address", "E-mail 2 Address", "E-mail 3 Address", "E-Mail-Adresse", "E-Mail 2: Adresse", "E-Mail 3: Adresse", "Primary Email", "Secondary Email"]],
  [{ phone: "work" }, ["Business Phone", "Business Phone 2", "Company Main Phone", "Work Phone", "Work", "Telefon geschäftlich", "Telefon geschäftlich 2", "Telefon Firma"]],
  [{ phone: "mobile" }, ["Mobile Phone", "Mobile", "Mobile Number", "Cell", "Cell Phone", "Mobiltelefon", "Handy", "Mobil"]],
  [{ phone: "home" }, ["Home Phone", "Home Phone 2", "Home", "Telefon (privat)", "Telefon (privat 2)", "Telefon privat"]],
  [{ phone: "other" }, ["Phone", "Phone Number", "Telephone", "Telefon", "Number", "Primary Phone", "Other Phone", "Car Phone", "Weiteres Telefon", "Haupttelefon"]],
];
const FIELD_BY_HEADER = new Map(COLUMNS.flatMap(([field, names]) => names.map((name): [string, Field] => [plain(name), field])));

/** Google numbers its columns, and says in another column what a number is. */
const NUMBERED = /^(email|phone)(\d+)(value|type|label)$/;

type Column = { field: Field } | { numbered: "email" | "phone"; at: number; part: "value" | "kind" } | null;

function columnOf(header: string): Column {
  const name = plain(header);
  const field = FIELD_BY_HEADER.get(name);
  if (field) return { field };
  const [, what, at, part] = NUMBERED.exec(name) ?? [];
  return what === undefined ? null : { numbered: what as "email" | "phone", at: Number(at), part: part === "value" ? "value" : "kind" };
}

const CHUNK = 65_536;

/**
 * The lines of a CSV text (RFC 4180; a semicolon or a tab may stand for the comma), one by one. The first line names the columns;
 * columns that are not known are passed over.
 *
 * @throws AppError `invalid_input` when it is no CSV, or no column says who or where somebody is.
 */
export async function* readAddressCsv(text: string): AsyncGenerator<RawEntry> {
  const invalid = (): AppError => new AppError("invalid_input", {}, { fields: ["text"] });
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [",", ";", "\t"].reduce((best, next) => (firstLine.split(next).length > firstLine.split(best).length ? next : best));
  const records = Readable.from(chunksOf(text)).pipe(parse({ bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, trim: true }));
  let columns: Column[] | undefined;
  try {
    for await (const record of records as AsyncIterable<string[]>) {
      if (columns) {
        yield toEntry(columns, record);
        continue;
      }
      columns = record.map(columnOf);
      if (!columns.some((column) => column && ("numbered" in column || (column.field !== "company" && column.field !== "title")))) throw invalid();
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_")) throw invalid();
    throw error;
  }
  if (!columns) throw invalid();
}

function* chunksOf(text: string): Generator<Buffer> {
  for (let at = 0; at < text.length; ) {
    // Never between the halves of a surrogate pair.
    const end = at + CHUNK + (/[\ud800-\udbff]/.test(text[at + CHUNK - 1] ?? "") ? 1 : 0);
    yield Buffer.from(text.slice(at, end));
    at = end;
  }
}

function toEntry(columns: readonly Column[], record: readonly string[]): RawEntry {
  const texts = new Map<string, string>();
  const emails: string[] = [];
  const phones: { kind: PhoneKind; number: string }[] = [];
  const numbered = new Map<string, { value: string; kind: string }>();
  columns.forEach((column, index) => {
    const value = record[index] ?? "";
    if (!column || value === "") return;
    if ("numbered" in column) {
      const known = numbered.get(`${column.numbered}${column.at}`) ?? { value: "", kind: "" };
      numbered.set(`${column.numbered}${column.at}`, { ...known, [column.part]: value });
    } else if (typeof column.field === "object") phones.push({ kind: column.field.phone, number: value });
    else if (column.field === "email") emails.push(value);
    else if (!texts.has(column.field)) texts.set(column.field, value);
  });
  for (const [key, { value, kind }] of numbered) {
    // Google joins several of one kind.
    const values = value.split(":::").map((part) => part.trim());
    if (key.startsWith("email")) emails.push(...values);
    else if (!/fax|pager/i.test(kind)) phones.push(...values.map((number) => ({ kind: kindOf(kind), number })));
  }
  const text = (field: string): string => texts.get(field) ?? "";
  const parts = [text("given"), text("middle"), text("family")].filter((part) => part !== "");
  return { uid: null, displayName: text("name") || parts.join(" "), company: text("company"), title: text("title"), emails, phones };
}

const kindOf = (label: string): PhoneKind => (/mobile|cell|mobil/i.test(label) ? "mobile" : /home|privat/i.test(label) ? "home" : /work|main|business|arbeit|gesch/i.test(label) ? "work" : "other");
