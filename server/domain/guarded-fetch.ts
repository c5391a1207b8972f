export type GuardedFetchOptions = {
  /** `GET` if left out. WebDAV's methods are methods too. */
  method?: string;
  /** `Authorization` and the like go to the origin of `url` only, never on to where it redirects. */
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** For all of it, redirects and body included, in ms. 20,000 if left out. */
  timeoutMs?: number;
  /** Largest body taken, in bytes. 5 MB if left out. */
  maxBytes?: number;
  /** How many redirects are followed; the answer is the redirect itself when none is left and this was 0. 5 if left out. */
  maxRedirects?: number;
  /** Ends it early: the server stops. */
  signal?: AbortSignal;
};

export type GuardedFetchAnswer = {
  status: number;
  /** Where the answer came from, after redirects. */
  url: string;
  headers: { get(name: string): string | null };
  /** Decoded as `Content-Type` says, else as UTF-8. */
  text(): string;
};

/**
 * A request to an address that a person typed, or that such a server named: the only way out of the program. It reaches no
 * machine of the operator's own network, whatever the name or a redirect says.
 *
 * @throws AppError `address_refused` for what is no http(s) address or leads to this machine, its network, or nowhere.
 * @throws AppError `remote_unreachable` when no answer comes in time.
 * @throws AppError `remote_invalid` for too many redirects, `too_large` for too long an answer, `stopping` when `signal` ended it.
 */
export type GuardedFetch = (url: string, options?: GuardedFetchOptions) => Promise<GuardedFetchAnswer>;
