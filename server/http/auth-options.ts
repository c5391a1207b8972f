import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { type ErrorCode, PASSWORD_MAX, SessionId, UserId } from "@/lib/protocol";
import { AppError, isAppError } from "@/server/domain/errors";
import type { LiveSession, SignInCircumstances } from "@/server/domain/identity";
import { sessionCookieName } from "./cookies";
import type { Runtime } from "./runtime";
import { TOKEN_MAX_AGE_S } from "./session-token";

/** One request to next-auth: what is known of it, and what came out of it. */
export type AuthAttempt = {
  circumstances: SignInCircumstances;
  requestId: string;
  /** Set when a session was made, or one that lives was asked about. */
  session?: LiveSession;
  /** Set when a sign-in was refused. */
  refusal?: { code: ErrorCode; retryAfterMs?: number | undefined };
};

export const OIDC_PROVIDER_ID = "oidc";

/** What a password form sends. Blank or over-long is no special case: it fails like any other. */
const PasswordForm = z.object({ email: z.string().max(320), password: z.string().max(PASSWORD_MAX) });

/** OpenID Connect Core 1.0 §5.1. Some providers say `email_verified` as text. */
const OidcClaims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.literal("true").transform(() => true), z.literal("false").transform(() => false)]).optional(),
});

/**
 * next-auth for one request. It keeps the dance of forms, redirects and provider checks; who may come in is decided by
 * `identity`, and the token holds no more than the ids of user and session.
 */
export function createAuthOptions(rt: Runtime, attempt: AuthAttempt): AuthOptions {
  const secure = rt.secureCookies;
  return {
    secret: rt.auth.sessionSecret,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: TOKEN_MAX_AGE_S },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: { sessionToken: { name: sessionCookieName(secure), options: { httpOnly: true, sameSite: "lax", path: "/", secure } } },
    logger: quietLogger(rt, attempt),
    providers: [passwordProvider(rt, attempt), ...(rt.auth.oidc ? [oidcProvider(rt.auth.oidc)] : [])],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== OIDC_PROVIDER_ID) return true;
        return signInByProvider(rt, attempt, profile);
      },
      async jwt({ token, trigger }) {
        // At a sign-in the session was just made; later the row is asked, as at every edge.
        const sid = trigger === "signIn" ? attempt.session?.sessionId : SessionId.parse(token.sid);
        const session = trigger === "signIn" || sid === undefined ? attempt.session : await rt.identity.findLiveSession(sid);
        if (!session) throw new Error("session over");
        attempt.session = session;
        return { sub: session.userId, sid: session.sessionId };
      },
      session: ({ session, token }) => ({ expires: session.expires, userId: token.sub }),
      redirect: ({ url, baseUrl }) => (isOwnPath(url, baseUrl) ? new URL(url, baseUrl).href : baseUrl),
    },
    events: {
      async signOut({ token }) {
        const claims = z.object({ sub: UserId, sid: SessionId }).safeParse(token);
        if (claims.success) await rt.identity.signOut(claims.data.sub, claims.data.sid);
      },
    },
  };
}

function passwordProvider(rt: Runtime, attempt: AuthAttempt) {
  return Credentials({
    credentials: { email: {}, password: {}, publicComputer: {} },
    async authorize(raw) {
      try {
        const form = PasswordForm.safeParse(raw);
        if (!form.success) throw new AppError("sign_in_failed");
        attempt.session = await rt.identity.signInWithPassword({ ...attempt.circumstances, name: form.data.email, password: form.data.password });
        count(rt, "password", "ok");
        return { id: attempt.session.userId };
      } catch (error) {
        refuse(rt, attempt, "password", error);
        return null;
      }
    },
  });
}

/** Any OpenID Connect provider that publishes its configuration (OpenID Connect Discovery 1.0 §4). */
function oidcProvider({ issuer, clientId, clientSecret, name }: NonNullable<Runtime["auth"]["oidc"]>): OAuthConfig<Record<string, unknown>> {
  return {
    id: OIDC_PROVIDER_ID,
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: { request: ({ client, tokens }) => readClaims(client as unknown as ProviderClient, tokens) },
    profile: (claims) => ({ id: typeof claims.sub === "string" ? claims.sub : "" }),
  };
}

type ProviderClient = { issuer: { metadata: { userinfo_endpoint?: unknown } }; userinfo(tokens: object): Promise<Record<string, unknown>> };

/**
 * The ID token's claims, which the library has verified; the mail address often stands only at the userinfo endpoint
 * (OpenID Connect Core 1.0 §5.4). Who it is, `iss` and `sub`, is always the ID token's word.
 */
async function readClaims(client: ProviderClient, tokens: object): Promise<Record<string, unknown>> {
  const claims = (tokens as { claims(): Record<string, unknown> }).claims();
  if (claims.email !== undefined || client.issuer.metadata.userinfo_endpoint === undefined) return claims;
  // Given the whole set, the client also checks that both speak of the same subject (§5.3.2).
  return { ...(await client.userinfo(tokens)), ...claims };
}

async function signInByProvider(rt: Runtime, attempt: AuthAttempt, unverifiedClaims: unknown): Promise<boolean> {
  try {
    const claims = OidcClaims.safeParse(unverifiedClaims);
    if (!claims.success) throw new AppError("sign_in_failed");
    const { iss, sub, email, email_verified: emailVerified } = claims.data;
    attempt.session = await rt.identity.signInWithOidc({ ...attempt.circumstances, issuer: iss, subject: sub, email: email ?? null, emailVerified: emailVerified ?? false });
    count(rt, "oidc", "ok");
    return true;
  } catch (error) {
    refuse(rt, attempt, "oidc", error);
    return false;
  }
}

function count(rt: Runtime, way: "password" | "oidc", outcome: string): void {
  rt.metrics.signIns.inc({ way, outcome });
}

function refuse(rt: Runtime, attempt: AuthAttempt, way: "password" | "oidc", error: unknown): void {
  const known = isAppError(error);
  attempt.refusal = known ? { code: error.code, retryAfterMs: error.answer.retryAfterMs } : { code: "internal" };
  count(rt, way, attempt.refusal.code);
  const { requestId, circumstances } = attempt;
  if (!known) rt.log.error({ event: "sign-in.failed", err: error, way, requestId }, "sign-in failed");
  else rt.log.info({ event: "sign-in.refused", way, code: error.code, address: circumstances.address, requestId }, "sign-in refused");
}

/** A path of this site, so that nobody is sent elsewhere after signing in. */
function isOwnPath(url: string, baseUrl: string): boolean {
  const parsed = URL.parse(url, baseUrl);
  return parsed !== null && parsed.origin === baseUrl;
}

/** next-auth's own lines may hold tokens and addresses: the code and the error's message are enough. */
function quietLogger(rt: Runtime, { requestId }: AuthAttempt): NonNullable<AuthOptions["logger"]> {
  const message = (metadata: unknown): string => {
    const error = metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error;
    return error instanceof Error ? error.message : "";
  };
  return {
    // A session that is over is no error of ours.
    error: (code, metadata) => (code === "JWT_SESSION_ERROR" ? undefined : rt.log.warn({ event: "auth.failed", code, reason: message(metadata), requestId }, "single sign-on or session failed")),
    warn: (code) => rt.log.debug({ event: "auth.warning", code }, "next-auth warning"),
    debug: () => undefined,
  };
}
