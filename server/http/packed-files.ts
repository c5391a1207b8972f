import fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

/** Answers a request for a packed file; false: it is somebody else's. */
export type ServePacked = (request: IncomingMessage, response: ServerResponse) => boolean;

const PREFIX = "/_next/static/";
const TYPES: Readonly<Record<string, string>> = { ".js": "application/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };

/**
 * Hands out what the build has packed with Brotli (`scripts/pack-static.mjs`), held in memory: under 1 MB. Names carry
 * a hash of what is inside, so browsers keep them for ever. Without the directory nothing is ever answered here.
 */
export function createPackedFiles(directory: string): ServePacked {
  const files = new Map<string, { type: string; bytes: Buffer }>();
  for (const name of packedNames(directory)) {
    const plain = name.slice(0, -".br".length);
    const type = TYPES[path.extname(plain)];
    if (type !== undefined) files.set(PREFIX + plain.split(path.sep).map(encodeURIComponent).join("/"), { type, bytes: fs.readFileSync(path.join(directory, name)) });
  }
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const url = request.url ?? "";
    if (!url.startsWith(PREFIX)) return false;
    const file = files.get(url.split("?", 1)[0] ?? "");
    if (file === undefined || !acceptsBrotli(request.headers["accept-encoding"])) return false;
    response.writeHead(200, {
      "Content-Type": file.type,
      "Content-Encoding": "br",
      "Content-Length": file.bytes.length,
      "Cache-Control": "public, max-age=31536000, immutable",
      Vary: "Accept-Encoding",
    });
    response.end(request.method === "HEAD" ? undefined : file.bytes);
    return true;
  };
}

function packedNames(directory: string): string[] {
  if (!fs.existsSync(directory)) return [];
  return fs.readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".br"));
}

/** RFC 9110 §12.5.3: named, and not with a weight of zero. */
function acceptsBrotli(accepted: string | string[] | undefined): boolean {
  const codings = String(accepted ?? "").split(",").map((coding) => coding.trim().toLowerCase().replace(/\s/g, ""));
  return codings.some((coding) => coding === "br" || (coding.startsWith("br;q=") && Number(coding.slice("br;q=".length)) > 0));
}
