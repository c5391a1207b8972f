import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { LOCALES, localeFromAcceptLanguage, messagesOf } from "@/lib/messages";

type Tree = { readonly [key: string]: string | Tree };
const leaves = (tree: Tree, prefix = ""): [string, string][] => Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === "string" ? [[`${prefix}${key}`, value]] : leaves(value, `${prefix}${key}.`)));
const catalogue = (locale: (typeof LOCALES)[number]): [string, string][] => leaves(messagesOf(locale));

/** Names in braces: what the sentence is given. Plural branches are skipped over. */
const parametersOf = (text: string): string[] => [...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/gu)].map((match) => match[1] ?? ""))].filter((name) => !/^\d/u.test(name)).sort();

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return /\.tsx?$/u.test(entry.name) ? [file] : [];
  });
}
const files = ["app", "components"].flatMap(sources);

/** Whether one file asks for the namespace, or a part below it, and names the rest of the key. */
function isUsed(key: string, texts: readonly string[]): boolean {
  const parts = key.split(".");
  return parts.some((_, index) => {
    if (index === 0) return false;
    const asked = `("${parts.slice(0, index).join(".")}")`;
    const rest = new RegExp(`["'\`]${parts.slice(index).join("\\.")}["'\`]`, "u");
    return texts.some((text) => text.includes(asked) && rest.test(text));
  });
}

describe("catalogues", () => {
  test.each(LOCALES)("%s has every key, with the same parameters, and no empty text", (locale) => {
    const texts = new Map(catalogue(locale));
    const english = catalogue("en");
    expect([...texts.keys()].sort()).toEqual(english.map(([key]) => key).sort());
    for (const [key, text] of english) {
      expect(texts.get(key), key).not.toBe("");
      expect(parametersOf(texts.get(key) ?? "").filter((name) => parametersOf(text).includes(name)), key).toEqual(parametersOf(text).filter((name) => parametersOf(texts.get(key) ?? "").includes(name)));
    }
  });

  test("no key of the workspace is unused", () => {
    const texts = files.map((file) => fs.readFileSync(file, "utf8"));
    const own = ["shell", "people", "timeline", "contacts", "conversation"];
    // Parts of a key that are put together at run time, by state, level, theme and the like.
    const computed = /^(shell\.(until|audience)|people\.(state|activity|duration|access)|timeline\.(failed|emoji\.groups)|contacts\.(section|automatic|availability|note|options\.views))\.|^people\.schedule\.(busy|tentative|out-of-office)$/u;
    const unused = catalogue("en")
      .map(([key]) => key)
      .filter((key) => own.includes(key.split(".")[0] ?? "") && !computed.test(key))
      .filter((key) => !isUsed(key, texts));
    expect(unused).toEqual([]);
  });

  test("no words stand in a component: text between tags, labels, titles and placeholders come from the catalogue", () => {
    const found = files
      .filter((file) => file.endsWith(".tsx"))
      .flatMap((file) => {
        const text = fs.readFileSync(file, "utf8").replace(/\{?\/\*[\s\S]*?\*\/\}?/gu, "");
        const between = [...text.matchAll(/<\w[^<>]*[^=]>\s*([A-ZÄÖÜ][a-zäöü]+(?: [a-zäöü]+)+)[^<>{}]*<\//gu)].map((match) => match[1]);
        const attributes = [...text.matchAll(/\s(?:aria-label|title|placeholder|label|alt)="([^"]*[a-z]{2}[^"]*)"/gu)].map((match) => match[1]).filter((value) => value !== "Parley" && / |^[A-Z]/u.test(value ?? ""));
        return [...between, ...attributes].map((words) => `${file}: ${words}`);
      });
    expect(found).toEqual([]);
  });
});

describe("language of a browser", () => {
  test.each([
    [null, "en"],
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["fr, en;q=0.3, de;q=0.7", "de"],
    ["de;q=0, en", "en"],
    ["ja", "en"],
  ])("%s: %s", (header, locale) => expect(localeFromAcceptLanguage(header)).toBe(locale));
});
