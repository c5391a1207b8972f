export type OidcSettings = { issuer: string; clientId: string; clientSecret: string; name: string };

export type AuthSettings = {
  /** Key material of the session cookie; shared by a pool. */
  sessionSecret: string;
  /** Null: no single sign-on. */
  oidc: OidcSettings | null;
};
