import { AppError } from "@/server/domain/errors";

/**
 * Reads a body up to a limit, and no further: one that is larger is let go unread.
 *
 * @throws AppError `too_large`.
 */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw new AppError("too_large", { bytesMax });
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      sizeBytes += part.value.byteLength;
      if (sizeBytes > bytesMax) {
        await reader.cancel();
        throw new AppError("too_large", { bytesMax });
      }
      chunks.push(part.value);
    }
  } finally {
    reader.releaseLock();
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** @throws AppError `invalid_input` for what is not a JSON object; nothing at all counts as an empty one. */
export async function readJsonObject(request: Request, bytesMax: number): Promise<Record<string, unknown>> {
  const bytes = await readBody(request, bytesMax);
  if (bytes.byteLength === 0) return {};
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw new AppError("invalid_input", {}, { fields: ["content-type"] });
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new AppError("invalid_input");
  return value as Record<string, unknown>;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("invalid_input");
  }
}
