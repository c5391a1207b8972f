import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSafeLink, MESSAGE_TEXT_MAX, MessageBody, plainTextOf, RichText, richTextFromPlain } from "@/lib/protocol";

const text = (body: string) => ({ type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: body }] }] });

describe("rich text", () => {
  it("[TEXT-1] gives back the words that were typed, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (typed) => {
        const body = richTextFromPlain(typed);
        expect(RichText.safeParse(body).success).toBe(true);
        expect(plainTextOf(body)).toBe(typed.normalize("NFC").replace(/\r\n|\r/g, "\n"));
      }),
    );
  });

  it("[TEXT-2] links addresses and leaves the full stop outside", () => {
    const [paragraph] = richTextFromPlain("See https://example.com/a?b=c. Or tel:+12025550101!").content;
    const links = (paragraph?.content ?? []).flatMap((node) => (node.type === "text" && node.marks ? [node.text] : []));
    expect(links).toEqual(["https://example.com/a?b=c", "tel:+12025550101"]);
  });

  it.each(["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "java\tscript:x", "no scheme"])(
    "[TEXT-3] refuses to link to %j",
    (href) => {
      expect(isSafeLink(href)).toBe(false);
      const body = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "x", marks: [{ type: "link", href }] }] }] };
      expect(RichText.safeParse(body).success).toBe(false);
    },
  );

  it("[TEXT-4] refuses what it does not know: nodes, marks, attributes", () => {
    for (const node of [{ type: "html", html: "<b>" }, { type: "text", text: "x", onclick: "x" }, { type: "text", text: "x", marks: [{ type: "style" }] }]) {
      expect(RichText.safeParse({ type: "doc", content: [{ type: "paragraph", content: [node] }] }).success).toBe(false);
    }
  });

  it("[TEXT-6] refuses a link that leads elsewhere than its words say", () => {
    const link = (words: string, href: string) => ({ type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: words, marks: [{ type: "link", href }] }] }] });
    expect(RichText.safeParse(link("https://bank.example", "https://evil.example/")).success).toBe(false);
    expect(RichText.safeParse(link(" https://bank.example/a", "https://bank.example.evil.example/a")).success).toBe(false);
    expect(RichText.safeParse(link("tel:+12025550101", "tel:+12025550199")).success).toBe(false);
    expect(RichText.safeParse(link("https://bank.example/a", "https://bank.example/b")).success).toBe(true);
    expect(RichText.safeParse(link("the annex", "https://bank.example/b")).success).toBe(true);
  });

  it("[TEXT-5] a message is neither blank nor too long", () => {
    expect(MessageBody.safeParse(text("x".repeat(MESSAGE_TEXT_MAX))).success).toBe(true);
    expect(MessageBody.safeParse(text(" \u00a0 ")).success).toBe(false);
    expect(MessageBody.safeParse(richTextFromPlain("\n".repeat(10))).success).toBe(false);
    expect(MessageBody.safeParse(text("\u200b\u2060\ufeff")).success).toBe(false);
    expect(MessageBody.safeParse(text("👩‍👩‍👧")).success).toBe(true);
    expect(MessageBody.safeParse(richTextFromPlain(`${"x".repeat(MESSAGE_TEXT_MAX)}\ny`)).success).toBe(false);
  });
});
