import { XMLParser } from "fast-xml-parser";
import { AppError } from "@/server/domain/errors";

/**
 * An element of an answer: its children by local name, each a list. Prefixes are dropped: the names of WebDAV, CalDAV and CardDAV
 * that are read here are all different.
 */
export type Element = { readonly [name: string]: unknown };

const LISTS: readonly string[] = ["response", "propstat", "href", "comp"];
const parser = (): XMLParser =>
  new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    parseTagValue: false,
    parseAttributeValue: false,
    htmlEntities: true, // Numeric ones are among these: a line end in iCalendar comes as `&#13;`.
    isArray: (name) => LISTS.includes(name),
  });

/** @throws AppError `remote_invalid` for what is no XML, and for a DTD, which no WebDAV answer needs (RFC 4918 §20.6). */
export function parseXml(text: string, host: string): Element {
  const invalid = (): AppError => new AppError("remote_invalid", { host, reason: "no XML" });
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw invalid();
  let root: unknown;
  try {
    root = parser().parse(text, true);
  } catch {
    throw invalid();
  }
  if (!isElement(root)) throw invalid();
  return root;
}

const isElement = (node: unknown): node is Element => typeof node === "object" && node !== null && !Array.isArray(node);

/** All elements at the end of a path of names. An element without children is an empty one. */
export function elementsAt(node: unknown, ...path: readonly string[]): Element[] {
  let found: unknown[] = [node];
  for (const name of path) found = found.flatMap((parent) => (isElement(parent) && name in parent ? [parent[name]].flat() : []));
  return found.map((child) => (isElement(child) ? child : { "#text": child }));
}

/** The text of the first element at a path, or null. */
export function textAt(node: unknown, ...path: readonly string[]): string | null {
  const text = elementsAt(node, ...path)[0]?.["#text"];
  return typeof text === "string" && text !== "" ? text : null;
}

export const attributeOf = (element: Element, name: string): string | null => {
  const value = element[`@${name}`];
  return typeof value === "string" ? value : null;
};

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
