import { type SignInOptions, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import { hashLinkToken } from "./link-token";
import { requireStrongPassword } from "./password-rules";
import type { AttemptLimiter, InvitationPurpose, InvitationStore, NewOrganisation, OrganisationStore, PasswordHasher, SessionEnder, UserStore } from "./ports";

type Deps = {
  users: UserStore;
  organisation: OrganisationStore;
  invitations: InvitationStore;
  passwords: PasswordHasher;
  attemptsByAddress: AttemptLimiter;
  ender: SessionEnder;
  clock: Clock;
  /** Label of the single sign-on button; null without a provider. */
  singleSignOn: string | null;
  demo: boolean;
};

/** What the sign-in page shows before anybody is known. */
export async function readSignInOptions(deps: Deps): Promise<SignInOptions> {
  const [organisation, needsSetup] = await Promise.all([deps.organisation.read(), deps.users.isEmpty()]);
  return { organisationName: organisation.name, signInText: organisation.signInText, singleSignOn: deps.singleSignOn, needsSetup, demo: deps.demo };
}

/**
 * Makes the organisation and its first administrator, once [ID-12].
 *
 * @throws AppError `already_set_up` when anybody is there; of two visitors at once one gets this.
 */
export async function setUpOrganisation(deps: Deps, input: NewOrganisation & { password: string; address: string }): Promise<void> {
  if (!(await deps.users.isEmpty())) throw new AppError("already_set_up");
  requireStrongPassword(input.password, input.email);
  const { password, ...organisation } = input;
  const passwordHash = await deps.passwords.hash(password);
  const at = deps.clock.now();
  if (!(await deps.organisation.setUp({ ...organisation, userId: UserId.parse(uuidV7()), passwordHash, at }))) throw new AppError("already_set_up");
}

/** @throws AppError `invitation_not_found` when the link is unknown, used, expired or void: one answer for all. */
export async function readInvitation(deps: Deps, input: { token: string; address: string }): Promise<{ email: string; displayName: string; purpose: InvitationPurpose }> {
  const found = await findInvitation(deps, input);
  return { email: found.email, displayName: found.displayName, purpose: found.purpose };
}

/**
 * Sets a password by a link, once; whoever was signed in as that person is signed out [ID-11].
 *
 * @throws AppError `invitation_not_found` as above, and for the later of two who use it at once; `password_too_weak`.
 */
export async function acceptInvitation(deps: Deps, input: { token: string; password: string; address: string }): Promise<{ email: string }> {
  const found = await findInvitation(deps, input);
  requireStrongPassword(input.password, found.email);
  const used = await deps.invitations.use(hashLinkToken(input.token), await deps.passwords.hash(input.password), deps.clock.now());
  if (!used) throw new AppError("invitation_not_found");
  for (const sessionId of used.endedSessionIds) deps.ender.sessionEnded(sessionId, "revoked");
  return { email: used.email };
}

async function findInvitation(deps: Deps, { token, address }: { token: string; address: string }) {
  const waitMs = deps.attemptsByAddress.take(address);
  if (waitMs !== null) throw new AppError("rate_limited", { address }, { retryAfterMs: waitMs });
  const found = await deps.invitations.findUsable(hashLinkToken(token), deps.clock.now());
  if (!found) throw new AppError("invitation_not_found");
  deps.attemptsByAddress.giveBack(address);
  return found;
}
