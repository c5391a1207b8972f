import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "@/server/domain/errors";

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: Uint8Array };

export type RawRequest = {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  /** Where to connect to, in the order in which it is tried. The name is not resolved again. */
  addresses: readonly string[];
  signal: AbortSignal;
  maxBytes: number;
};

/** One request, one answer, one connection of its own: nothing of it is shared with a request to another address. */
export function requestOnce({ url, method, headers, body, addresses, signal, maxBytes }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(unreachable(url, error));
    const begin = url.protocol === "https:" ? https.request : http.request;
    const request = begin(url, {
      method,
      // Compressed answers could grow without bound.
      headers: { accept: "*/*", "user-agent": "Parley", ...headers, "accept-encoding": "identity", ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) },
      agent: false,
      lookup: pinned(addresses),
      signal,
    });
    request.once("error", fail);
    request.once("response", (response) => {
      const tooLarge = (): void => {
        reject(new AppError("too_large", { host: url.host }));
        request.destroy();
      };
      if (Number(response.headers["content-length"] ?? 0) > maxBytes) return tooLarge();
      if (!["identity", undefined].includes(response.headers["content-encoding"])) {
        reject(new AppError("remote_invalid", { host: url.host, reason: "content-encoding" }));
        return void request.destroy();
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) tooLarge();
        else chunks.push(chunk);
      });
      response.once("error", fail);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.end(body);
  });
}

const unreachable = (url: URL, error: unknown): AppError =>
  new AppError("remote_unreachable", { host: url.host, reason: error instanceof Error && "code" in error ? String(error.code) : "no answer" });

/** In place of the resolver: what was judged is what is connected to. */
function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, done) => {
    const first = found[0]!;
    if (options.all === true) done(null, found);
    else done(null, first.address, first.family);
  };
}
