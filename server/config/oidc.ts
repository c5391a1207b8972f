import type { Env } from "./env";

/** The single sign-on provider; null unless it is set completely. */
export function oidcOf(env: Env): { issuer: string; clientId: string; clientSecret: string; name: string } | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env;
  return issuer !== undefined && clientId !== undefined && clientSecret !== undefined ? { issuer, clientId, clientSecret, name } : null;
}
