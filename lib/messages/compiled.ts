import compile from "icu-minify/compile";
import { LOCALES, type Locale, type Messages, messagesOf } from "./index";

type Tree = { readonly [key: string]: string | Tree };

function compileTree(tree: Tree): unknown {
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, typeof value === "string" ? compile(value) : compileTree(value)]));
}

// The compiler makes objects without a prototype, which may not go from server to browser components; a copy by JSON has one.
const COMPILED = Object.fromEntries(LOCALES.map((locale) => [locale, JSON.parse(JSON.stringify(compileTree(messagesOf(locale)))) as Messages])) as Record<Locale, Messages>;

/**
 * All texts in one language with their ICU syntax parsed, as pages need them: the parser (10 KB) stays on the server.
 * The type says texts, since next-intl reads arguments and tags from it; only its formatter may look inside.
 */
export function compiledMessagesOf(locale: Locale): Messages {
  return COMPILED[locale];
}
