import "./no-eval";
import * as z from "zod";
import { MESSAGE_BLOCKS_MAX, MESSAGE_TEXT_MAX } from "./limits";

/**
 * The body of a message: a small, closed subset of structured text. It is rendered node by node;
 * nothing in it is ever markup. Text is Unicode in NFC; emoji are ordinary characters.
 */
const LINK_MAX = 2_048;

/** Only these schemes may be linked to: no `javascript:`, no `data:`, no `file:`. */
export const LINK_SCHEMES = ["http:", "https:", "mailto:", "tel:", "sip:", "sips:"] as const;

export function isSafeLink(href: string): boolean {
  const url = URL.parse(href);
  return url !== null && (LINK_SCHEMES as readonly string[]).includes(url.protocol);
}

/** Unicode without lone surrogates, and without U+0000, which PostgreSQL cannot hold. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

export const LinkMark = z.strictObject({
  type: z.literal("link"),
  href: z.string().max(LINK_MAX).refine(isStorableText, { error: "not well-formed" }).refine(isSafeLink, { error: "scheme not allowed" }),
});

/** Whether the words are the address of one place and the link leads to another. */
function isDeceptive(text: string, href: string): boolean {
  const said = URL.parse(text.trim());
  if (said === null || !(LINK_SCHEMES as readonly string[]).includes(said.protocol)) return false;
  const leadsTo = URL.parse(href);
  if (said.protocol !== leadsTo?.protocol) return true;
  return said.host === "" ? said.pathname !== leadsTo.pathname : said.host !== leadsTo.host;
}

export const TextNode = z
  .strictObject({
    type: z.literal("text"),
    text: z.string().min(1).max(MESSAGE_TEXT_MAX).refine(isStorableText, { error: "not well-formed" }),
    marks: z.array(LinkMark).max(1).optional(),
  })
  .refine(({ text, marks }) => !marks?.some(({ href }) => isDeceptive(text, href)), { error: "leads elsewhere than it says" });

/** A line break inside a paragraph. */
export const HardBreak = z.strictObject({ type: z.literal("hardBreak") });

export const InlineNode = z.discriminatedUnion("type", [TextNode, HardBreak]);
export type InlineNode = z.infer<typeof InlineNode>;

export const Paragraph = z.strictObject({
  type: z.literal("paragraph"),
  content: z.array(InlineNode).max(MESSAGE_BLOCKS_MAX).optional(),
});

export const RichText = z.strictObject({
  type: z.literal("doc"),
  content: z.array(Paragraph).min(1).max(MESSAGE_BLOCKS_MAX),
});
export type RichText = z.infer<typeof RichText>;

/** The words alone: blocks and breaks become line feeds. Counted against the limit, indexed, shown in lists. */
export function plainTextOf(body: RichText): string {
  return body.content.map((block) => (block.content ?? []).map((node) => (node.type === "text" ? node.text : "\n")).join("")).join("\n");
}

/** Characters that only steer how others are shown (Unicode category Cf), such as the zero-width space. */
const INVISIBLE = /\p{Cf}/gu;

/** A body a person may send: something to be seen, not over the limit. */
export const MessageBody = RichText.refine((body) => plainTextOf(body).replace(INVISIBLE, "").trim().length > 0, { error: "empty" }).refine(
  (body) => plainTextOf(body).length <= MESSAGE_TEXT_MAX,
  { error: "too long" },
);

const LINK_IN_TEXT = /\b(?:https?:\/\/|mailto:|tel:|sips?:)[^\s<>"']+/giu;
const TRAILING_PUNCTUATION = /[.,;:!?)\]}'"]+$/u;

/** Turns typed text into a body: a line feed starts a paragraph, addresses become links. The result is not yet checked. */
export function richTextFromPlain(text: string): RichText {
  const content = text
    .normalize("NFC")
    .split(/\r\n|\r|\n/u)
    .map((line) => {
      const nodes = linkify(line);
      return nodes.length > 0 ? { type: "paragraph" as const, content: nodes } : { type: "paragraph" as const };
    });
  return { type: "doc", content };
}

function linkify(line: string): InlineNode[] {
  const nodes: InlineNode[] = [];
  let from = 0;
  for (const match of line.matchAll(LINK_IN_TEXT)) {
    const href = match[0].replace(TRAILING_PUNCTUATION, "");
    if (!isSafeLink(href) || href.length > LINK_MAX) continue;
    if (match.index > from) nodes.push({ type: "text", text: line.slice(from, match.index) });
    nodes.push({ type: "text", text: href, marks: [{ type: "link", href }] });
    from = match.index + href.length;
  }
  if (from < line.length) nodes.push({ type: "text", text: line.slice(from) });
  return nodes;
}
