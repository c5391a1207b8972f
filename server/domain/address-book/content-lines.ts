/** One property of a card. RFC 6350 §3.3 */
export type Property = {
  /** Upper case, without a group. */
  name: string;
  /** Lower case: of TYPE, and in vCard 2.1 whatever stands alone. */
  types: ReadonlySet<string>;
  /** Upper case names. */
  parameters: ReadonlyMap<string, string>;
  /** Encoding undone; escapes are still there. */
  value: string;
};

const FOLD = /^[ \t]/;

/**
 * The content lines of one card, unfolded. In vCard 2.1 the white space of a fold belongs to the text, and a line in
 * quoted-printable goes on while it ends with "=" (RFC 2045 §6.7).
 */
export function readProperties(lines: readonly string[]): Property[] {
  const old = lines.some((line) => /^VERSION:\s*2\.1\s*$/i.test(line));
  const properties: Property[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    let line = lines[at]!;
    if (isQuotedPrintable(line)) {
      while (line.endsWith("=") && at + 1 < lines.length) line = line.slice(0, -1) + lines[(at += 1)]!;
    } else {
      const parts = [line];
      while (at + 1 < lines.length && FOLD.test(lines[at + 1]!)) parts.push(old ? lines[(at += 1)]! : lines[(at += 1)]!.slice(1));
      line = parts.join("");
    }
    const property = toProperty(line);
    if (property) properties.push(property);
  }
  return properties;
}

const isQuotedPrintable = (line: string): boolean => /;(ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(line.slice(0, headEnd(line) + 1));

/** Where the value begins: the first colon outside of quotes. */
function headEnd(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === '"') quoted = !quoted;
    else if (char === ":" && !quoted) return at;
  }
  return -1;
}

function toProperty(line: string): Property | null {
  const end = headEnd(line);
  if (end <= 0) return null;
  const [label = "", ...rest] = splitOutside(line.slice(0, end), ";");
  const name = label.slice(label.lastIndexOf(".") + 1).trim().toUpperCase();
  const types = new Set<string>();
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const equals = parameter.indexOf("=");
    const key = equals < 0 ? "TYPE" : parameter.slice(0, equals).trim().toUpperCase();
    const value = parameter.slice(equals + 1).replaceAll('"', "").trim();
    if (key === "TYPE") for (const type of value.split(",")) types.add(type.trim().toLowerCase());
    else parameters.set(key, value);
  }
  const raw = line.slice(end + 1);
  const encoding = parameters.get("ENCODING")?.toUpperCase();
  const quoted = encoding === "QUOTED-PRINTABLE" || types.has("quoted-printable");
  return { name, types, parameters, value: quoted ? fromQuotedPrintable(raw, parameters.get("CHARSET")) : raw };
}

/** Splits where the separator stands outside of quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [from, quoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function fromQuotedPrintable(text: string, charset: string | undefined): string {
  const parts = text.split(/((?:=[0-9A-Fa-f]{2})+)/);
  return decoderOf(charset).decode(Buffer.concat(parts.map((part, index) => (index % 2 === 1 ? Buffer.from(part.replaceAll("=", ""), "hex") : Buffer.from(part)))));
}

function decoderOf(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? "utf-8");
  } catch {
    return new TextDecoder("utf-8"); // A name that nobody knows.
  }
}

/** Text with its escapes undone. RFC 6350 §3.4 */
export const unescaped = (value: string): string => value.replace(/\\([nN,;:\\])/g, (_, char: string) => (char === "n" || char === "N" ? "\n" : char));

/** The parts of a structured value, escapes undone. RFC 6350 §3.3 */
export function structured(value: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === "\\") at += 1;
    else if (value[at] === ";") {
      parts.push(value.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, value.slice(from)].map(unescaped);
}
