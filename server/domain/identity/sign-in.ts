import type { UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Policies } from "../policy";
import type { AttemptLimiter, OrganisationStore, PasswordHasher, SessionEnder, SessionStore, UserStore } from "./ports";
import { type LiveSession, openSession, type SignInCircumstances } from "./sessions";

type Deps = {
  users: UserStore;
  sessions: SessionStore;
  organisation: OrganisationStore;
  policies: Policies;
  ender: SessionEnder;
  passwords: PasswordHasher;
  attemptsByAccount: AttemptLimiter;
  attemptsByAddress: AttemptLimiter;
  clock: Clock;
};

export type PasswordSignIn = SignInCircumstances & {
  /** Mail address, or its part before the @ for the organisation's own domain. */
  name: string;
  password: string;
};

/**
 * Signs in with name and password. Failures are counted by account and by address; a success counts for neither.
 *
 * @throws AppError `sign_in_failed` for an unknown name, a wrong password, a person without a password, disabled or
 *   not yet active: one answer for all, after the same work, so that names cannot be probed.
 * @throws AppError `rate_limited` after too many failures, with the time to wait.
 */
export async function signInWithPassword(deps: Deps, input: PasswordSignIn): Promise<LiveSession> {
  const email = await toEmail(deps, input.name);
  takeAttempt(deps, email, input.address);
  const user = await deps.users.findByEmail(email);
  const usable = user?.status === "active" ? user : null;
  const matches = await deps.passwords.verify(input.password, usable?.passwordHash ?? null);
  if (!usable || !matches) throw new AppError("sign_in_failed", { address: input.address });
  deps.attemptsByAccount.clear(email);
  deps.attemptsByAddress.giveBack(input.address);
  return openSession(deps, usable.userId, input, usable.passwordHash);
}

async function toEmail(deps: Deps, name: string): Promise<string> {
  const trimmed = name.trim().toLowerCase();
  return trimmed.includes("@") ? trimmed : `${trimmed}@${(await deps.organisation.read()).sipDomain}`;
}

/** Taken before the password is looked at: many guesses at once must not all pass a count that none has raised yet. */
function takeAttempt(deps: Deps, email: string, address: string): void {
  const addressWaitMs = deps.attemptsByAddress.take(address);
  if (addressWaitMs !== null) throw new AppError("rate_limited", { address }, { retryAfterMs: addressWaitMs });
  const accountWaitMs = deps.attemptsByAccount.take(email);
  if (accountWaitMs !== null) throw new AppError("rate_limited", { address }, { retryAfterMs: accountWaitMs });
}

export type OidcSignIn = SignInCircumstances & {
  issuer: string;
  subject: string;
  email: string | null;
  /** The provider says that the address belongs to the account. */
  emailVerified: boolean;
};

/**
 * Signs in whom the single sign-on provider vouches for: the user tied to the account, else, the first time, the
 * user with the same verified mail address, who is tied to it from then on. Nobody is created by this.
 *
 * @throws AppError `sign_in_failed` for anybody else.
 */
export async function signInWithOidc(deps: Deps, input: OidcSignIn): Promise<LiveSession> {
  const oidcSubject = `${input.issuer} ${input.subject}`;
  const known = await deps.users.findByOidcSubject(oidcSubject);
  if (known) {
    if (known.status !== "active") throw new AppError("sign_in_failed", { userId: known.userId });
    return openSession(deps, known.userId, input, null);
  }
  return openSession(deps, await linkByMail(deps, oidcSubject, input), input, null);
}

async function linkByMail(deps: Deps, oidcSubject: string, { email, emailVerified }: OidcSignIn): Promise<UserId> {
  const user = email !== null && emailVerified ? await deps.users.findByEmail(email.toLowerCase()) : null;
  if (!user || user.status === "disabled") throw new AppError("sign_in_failed", {});
  // A second account with the same address must not take over somebody who has one.
  if (!(await deps.users.linkOidcSubject(user.userId, oidcSubject))) throw new AppError("sign_in_failed", { userId: user.userId });
  return user.userId;
}
