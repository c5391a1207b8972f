import { Fragment, type ReactNode } from "react";
import { type InlineNode, isSafeLink, type RichText } from "@/lib/protocol";

/** A message body, node by node: nothing in it is ever markup. `tail` follows the last word. */
export function RichTextView({ body, tail }: { body: RichText; tail?: ReactNode }) {
  return (
    <div className="text" dir="auto">
      {body.content.map((paragraph, index) => (
        <p key={index}>
          {(paragraph.content ?? []).map((node, place) => (
            <Fragment key={place}>{inline(node)}</Fragment>
          ))}
          {paragraph.content?.length ? null : <br />}
          {index === body.content.length - 1 ? tail : null}
        </p>
      ))}
    </div>
  );
}

function inline(node: InlineNode): ReactNode {
  if (node.type === "hardBreak") return <br />;
  const href = node.marks?.[0]?.href;
  // The contract checked it already; a link is worth a second look at the place where it becomes one.
  if (href === undefined || !isSafeLink(href)) return node.text;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {node.text}
    </a>
  );
}
