/**
 * The address a request came from, after trusted proxies: our own HTTP server writes it on every request and upgrade
 * (`stampClient`), whatever the client sent under this name. Route handlers see headers only, never the socket.
 */
export const CLIENT_ADDRESS_HEADER = "x-forwarded-for";

export function clientAddressOf(headers: { get(name: string): string | null }): string {
  return headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown";
}
