import dns from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "@/server/domain/errors";
import type { GuardedFetch, GuardedFetchAnswer } from "@/server/domain/guarded-fetch";
import { createReachable, type Reachable } from "./reachable";
import { requestOnce, type RawAnswer } from "./request-once";

const TIMEOUT_MS = 20_000;
const BYTES_MAX = 5_000_000;
const REDIRECTS_MAX = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Said to one origin only. */
const CREDENTIALS: readonly string[] = ["authorization", "cookie", "proxy-authorization"];

export type GuardedFetchDeps = {
  /** Addresses and ranges of the operator's own network that may be reached all the same. */
  openings: readonly string[];
  /** All addresses of a name, in the order in which they are to be tried. */
  resolve?: (hostname: string) => Promise<readonly string[]>;
};

const systemResolve = async (hostname: string): Promise<readonly string[]> => (await dns.lookup(hostname, { all: true })).map(({ address }) => address);

type Hop = { url: URL; method: string; headers: Readonly<Record<string, string>>; body: string | Uint8Array | undefined };

/** The way out, with its guard: each hop's name is resolved once, judged, and connected to at the very address that was judged. */
export function createGuardedFetch({ openings, resolve = systemResolve }: GuardedFetchDeps): GuardedFetch {
  const reachable = createReachable(openings);

  return async (address, { method = "GET", headers = {}, body, timeoutMs = TIMEOUT_MS, maxBytes = BYTES_MAX, maxRedirects = REDIRECTS_MAX, signal } = {}) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
    let hop = firstHop(address, { method: method.toUpperCase(), headers, body });
    try {
      for (let followed = 0; ; followed += 1) {
        const addresses = await reachableAddresses(hop.url, resolve, reachable, ends);
        const raw = await requestOnce({ ...hop, addresses, signal: ends, maxBytes });
        const location = REDIRECTS.includes(raw.status) ? raw.headers.location : undefined;
        if (location === undefined || maxRedirects === 0) return answerOf(raw, hop.url);
        if (followed === maxRedirects) throw new AppError("remote_invalid", { host: hop.url.host, reason: "redirects" });
        hop = nextHop(hop, raw.status, location);
      }
    } catch (error) {
      if (signal?.aborted === true) throw new AppError("stopping");
      if (deadline.aborted) throw new AppError("remote_unreachable", { host: hop.url.host, reason: "timeout" });
      throw error;
    }
  };
}

/** An http(s) address; name and password in it are taken out and said as they are meant: RFC 7617. */
function firstHop(address: string, { headers, ...rest }: Omit<Hop, "url">): Hop {
  const url = httpUrl(address);
  const lowered: Record<string, string> = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (url.username !== "" && lowered.authorization === undefined) {
    lowered.authorization = `Basic ${Buffer.from(`${unescaped(url.username)}:${unescaped(url.password)}`).toString("base64")}`;
  }
  return { ...rest, url: withoutUserinfo(url), headers: lowered };
}

/** @throws AppError `address_refused` for a "%" that escapes nothing. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AppError("address_refused", { reason: "no http(s) address" });
  }
}

/** RFC 9110 §15.4: 303 asks again by GET, and so in practice do 301 and 302 after a POST; every other method stays, with its body. */
function nextHop({ url, method, headers, body }: Hop, status: number, location: string): Hop {
  const next = withoutUserinfo(httpUrl(location, url));
  const becomesGet = method !== "HEAD" && (status === 303 || (method === "POST" && status < 303));
  const dropped = [...(next.origin === url.origin ? [] : CREDENTIALS), ...(becomesGet ? ["content-type"] : [])];
  return {
    url: next,
    method: becomesGet ? "GET" : method,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.includes(name))),
    body: becomesGet ? undefined : body,
  };
}

function httpUrl(address: string, base?: URL): URL {
  const url = URL.parse(address, base);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) throw new AppError("address_refused", { reason: "no http(s) address" });
  return url;
}

function withoutUserinfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  bare.hash = "";
  return bare;
}

/** What the name stands for, without what may not be reached. An address in the place of a name stands for itself. */
async function reachableAddresses({ hostname, host }: URL, resolve: (hostname: string) => Promise<readonly string[]>, reachable: Reachable, signal: AbortSignal): Promise<readonly string[]> {
  const literal = hostname.replace(/^\[|\]$/g, "");
  let found: readonly string[];
  try {
    found = isIP(literal) === 0 ? await untilAborted(resolve(hostname), signal) : [literal];
  } catch (error) {
    throw new AppError("remote_unreachable", { host, reason: error instanceof Error && "code" in error ? String(error.code) : "no such name" });
  }
  const addresses = found.filter(reachable);
  if (addresses.length === 0) throw new AppError("address_refused", { host, reason: "not a public address" });
  return addresses;
}

/** A resolver cannot be stopped, only left. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Error("aborted"));
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

function answerOf({ status, headers, body }: RawAnswer, url: URL): GuardedFetchAnswer {
  const get = (name: string): string | null => {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : (value ?? null);
  };
  return { status, url: url.href, headers: { get }, text: () => decode(body, get("content-type")) };
}

function decode(body: Uint8Array, contentType: string | null): string {
  const charset = /;\s*charset="?([\w.:-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body); // A name that nobody knows: most likely UTF-8 all the same.
  }
}
