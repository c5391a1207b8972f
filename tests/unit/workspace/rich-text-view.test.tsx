import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { type RichText, richTextFromPlain } from "@/lib/protocol";
import { RichTextView } from "@/components/timeline/rich-text-view";

const html = (body: RichText): string => renderToStaticMarkup(<RichTextView body={body} />);

describe("message body", () => {
  test("addresses become links that tell the other site nothing; the full stop after one is not part of it", () => {
    expect(html(richTextFromPlain("See https://example.com/a?b=1."))).toBe('<div class="text" dir="auto"><p>See <a href="https://example.com/a?b=1" target="_blank" rel="noopener noreferrer nofollow">https://example.com/a?b=1</a>.</p></div>');
  });
  test("nothing typed is ever markup", () => {
    expect(html(richTextFromPlain("<img src=x onerror=alert(1)>"))).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });
  test("a scheme that is not allowed stays words, even if a body carries it", () => {
    const body = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "press me", marks: [{ type: "link", href: "javascript:alert(1)" }] }] }] } as RichText;
    expect(html(body)).toBe('<div class="text" dir="auto"><p>press me</p></div>');
  });
  test("lines are paragraphs, and an empty one keeps its height", () => {
    expect(html(richTextFromPlain("a\n\nb"))).toBe('<div class="text" dir="auto"><p>a</p><p><br/></p><p>b</p></div>');
  });
});
