import { CSV_TEXT_MAX } from "@/lib/protocol";
import { decodeText } from "@/lib/shared/decode-text";

/** One line of the file and what becomes of it; the contract's `ImportRow`. */
export type PreviewRow = { line: number; email: string; action: "create" | "update" | "unchanged" | "error"; problems: readonly string[] };
export type Preview = { shown: readonly PreviewRow[]; hidden: number };

/** Rows a preview draws at most: the first ones; counts tell the rest. */
export const PREVIEW_ROWS = 200;

/** Wrong lines first when all are shown, so that nobody imports past them; else only those. */
export function previewOf(rows: readonly PreviewRow[], which: "all" | "errors"): Preview {
  const wrong = rows.filter(({ action }) => action === "error");
  const ordered = which === "errors" ? wrong : [...wrong, ...rows.filter(({ action }) => action !== "error")];
  return { shown: ordered.slice(0, PREVIEW_ROWS), hidden: Math.max(0, ordered.length - PREVIEW_ROWS) };
}

/** The file's text. Null: larger than the server takes. */
export function decodeCsv(bytes: Uint8Array): string | null {
  const text = decodeText(bytes);
  return text.length > CSV_TEXT_MAX ? null : text;
}
