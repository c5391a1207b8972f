import { AppError } from "@/server/domain/errors";
import type { GuardedFetch } from "@/server/domain/guarded-fetch";
import { type Element, elementsAt, parseXml, textAt } from "./xml";

export type DavAccount = { address: string; username: string; password: string };

/** One resource of a multistatus answer. RFC 4918 §13 */
export type DavResource = {
  /** Absolute. */
  url: string;
  /** The properties that the server has; those it has not are absent. */
  props: Element;
};

export type Dav = {
  /** @throws AppError `remote_refused` for a wrong name or password, `remote_invalid`, `remote_unreachable`, and those of `GuardedFetch`. */
  propfind(url: string, depth: 0 | 1, body: string): Promise<DavResource[]>;
  report(url: string, depth: 0 | 1, body: string): Promise<DavResource[]>;
};

/** WebDAV (RFC 4918) as one account; its name and password are said to the origin of its address only. */
export function createDav(fetch: GuardedFetch, { address, username, password }: DavAccount, signal?: AbortSignal): Dav {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

  const ask = async (method: string, url: string, depth: 0 | 1, body: string): Promise<DavResource[]> => {
    const known = username !== "" && URL.parse(url)?.origin === URL.parse(address)?.origin;
    const answer = await fetch(url, {
      method,
      headers: { "content-type": "application/xml; charset=utf-8", accept: "application/xml, text/xml", depth: String(depth), ...(known ? { authorization } : {}) },
      body,
      ...(signal ? { signal } : {}),
    });
    const host = new URL(answer.url).host;
    if (answer.status !== 207) throw new AppError(codeOf(answer.status), { host, status: answer.status });
    return elementsAt(parseXml(answer.text(), host), "multistatus", "response").flatMap((response) => resourceOf(response, answer.url));
  };

  return {
    propfind: (url, depth, body) => ask("PROPFIND", url, depth, body),
    report: (url, depth, body) => ask("REPORT", url, depth, body),
  };
}

/** What an answer that is not the expected one says. */
export function codeOf(status: number): "remote_refused" | "remote_unreachable" | "remote_invalid" {
  if (status === 401 || status === 403 || status === 407) return "remote_refused";
  return status >= 500 || status === 429 ? "remote_unreachable" : "remote_invalid";
}

function resourceOf(response: Element, base: string): DavResource[] {
  const url = URL.parse(textAt(response, "href") ?? "", base);
  if (url === null) return [];
  const found = elementsAt(response, "propstat").filter((propstat) => / 200( |$)/.test(textAt(propstat, "status") ?? " 200"));
  return [{ url: url.href, props: Object.assign({}, ...found.flatMap((propstat) => elementsAt(propstat, "prop"))) as Element }];
}
