import { AppError } from "../errors";
import { type Property, readProperties, structured, unescaped } from "./content-lines";
import type { PhoneKind, RawEntry } from "./ports";

/**
 * The cards of a text, one by one: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350). Null stands for a card that is nobody:
 * of a group. What is not understood is passed over.
 *
 * @throws AppError `invalid_input` for a text without a card, or with one that does not end.
 */
export function* readVCards(text: string): Generator<RawEntry | null> {
  let card: string[] | null = null;
  let depth = 0;
  let found = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (/^\s*BEGIN\s*:\s*VCARD\s*$/i.test(line)) {
      depth += 1;
      card ??= [];
    } else if (card && /^\s*END\s*:\s*VCARD\s*$/i.test(line)) {
      depth -= 1;
      if (depth > 0) continue; // The end of a card inside another: its AGENT.
      found = true;
      yield toEntry(readProperties(card));
      card = null;
    } else if (card && depth === 1) card.push(line);
  }
  if (card || !found) throw new AppError("invalid_input", {}, { fields: ["text"] });
}

function toEntry(properties: readonly Property[]): RawEntry | null {
  const all = (name: string): Property[] => properties.filter((property) => property.name === name && property.value.trim() !== "");
  const first = (name: string): string => unescaped(all(name)[0]?.value ?? "");
  if (["KIND", "X-ADDRESSBOOKSERVER-KIND"].some((name) => /^group$/i.test(first(name).trim()))) return null;
  const [family = "", given = "", additional = ""] = structured(all("N")[0]?.value ?? "");
  const company = structured(all("ORG")[0]?.value ?? "")[0] ?? "";
  return {
    uid: first("UID") || null,
    displayName: first("FN") || [given, additional, family].filter((part) => part !== "").join(" ") || first("NICKNAME"),
    company,
    title: first("TITLE") || first("ROLE"),
    emails: byPreference(all("EMAIL")).map(({ value }) => unescaped(value).replace(/^\s*mailto:/i, "")),
    phones: byPreference(all("TEL")).flatMap((property) => {
      const kind = phoneKindOf(property.types);
      return kind === null ? [] : [{ kind, number: numberOf(property.value) }];
    }),
  };
}

/** RFC 6350 §5.3; before it a type said so. */
function byPreference(properties: readonly Property[]): Property[] {
  const rank = ({ types, parameters }: Property): number => (types.has("pref") ? 1 : Number(parameters.get("PREF") ?? 101) || 101);
  return properties.toSorted((a, b) => rank(a) - rank(b));
}

/** Nobody is called at a fax or a pager. */
function phoneKindOf(types: ReadonlySet<string>): PhoneKind | null {
  const has = (...names: readonly string[]): boolean => names.some((name) => types.has(name));
  if (has("fax", "pager", "modem", "bbs", "textphone")) return null;
  if (has("cell", "mobile", "iphone", "pcs", "car")) return "mobile";
  if (has("home")) return "home";
  return has("work", "main") ? "work" : "other";
}

/** A text, or a tel URI (RFC 3966), whose extension stays out of reach. */
const numberOf = (value: string): string => unescaped(value).trim().replace(/^tel:([^;]*).*$/is, "$1");
