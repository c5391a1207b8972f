import { PUBLIC_IDLE_MS, type Role, type SessionEndReason, SessionId, type SessionInfo, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Policies } from "../policy";
import type { SessionEnder, SessionRecord, SessionStore, SessionWithUser, UserStore } from "./ports";
import { describeUserAgent } from "./user-agent";

/** How long a session on a private computer lives without being used, in ms. */
export const PRIVATE_SESSION_MS = 30 * 24 * 60 * 60_000;

/** Use is written down at most this often, in ms; so a session may end this much before its limit, never after. */
export const TOUCH_INTERVAL_MS = 60_000;

type Deps = { users: UserStore; sessions: SessionStore; policies: Policies; ender: SessionEnder; clock: Clock };

/** A session that may be used now. */
export type LiveSession = { sessionId: SessionId; userId: UserId; role: Role; publicComputer: boolean; lastSeenAt: Date; expiresAt: Date };

export type SignInCircumstances = { publicComputer: boolean; userAgent: string; address: string };

/**
 * Makes the row that a sign-in rests on. The policy may make every computer a public one [ID-7].
 *
 * @param passwordHash What the password was compared with; null when there was another proof.
 * @throws AppError `sign_in_failed` when the user was disabled, or got another password, since the proof.
 */
export async function openSession(deps: Deps, userId: UserId, circumstances: SignInCircumstances, passwordHash: string | null): Promise<LiveSession> {
  const { privateComputers } = await deps.policies.effectiveFor(userId);
  const now = deps.clock.now();
  const publicComputer = circumstances.publicComputer || !privateComputers;
  const session: SessionRecord = {
    sessionId: SessionId.parse(uuidV7(now.getTime())),
    userId,
    publicComputer,
    userAgent: circumstances.userAgent.slice(0, 400),
    address: circumstances.address,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: expiryOf(publicComputer, now),
  };
  const made = await deps.sessions.create(session, passwordHash);
  const live = made ? await findLiveSession(deps, session.sessionId) : null;
  if (!live) throw new AppError("sign_in_failed", { userId });
  return live;
}

function expiryOf(publicComputer: boolean, seenAt: Date): Date {
  return new Date(seenAt.getTime() + (publicComputer ? PUBLIC_IDLE_MS : PRIVATE_SESSION_MS));
}

/** Null for one that is unknown, over, expired, or whose user is not active: the edge asks this for every request [ID-5]. */
export async function findLiveSession(deps: Deps, sessionId: SessionId): Promise<LiveSession | null> {
  const row = await deps.sessions.findWithUser(sessionId);
  if (!row || row.ended || row.status !== "active") return null;
  const live = await underPolicy(deps, row);
  return live.expiresAt > deps.clock.now() ? live : null;
}

/** A policy that came after the sign-in counts too: the idle limit of a public computer then holds at once. */
async function underPolicy(deps: Deps, row: SessionWithUser): Promise<LiveSession> {
  const { sessionId, userId, role, lastSeenAt } = row;
  const publicComputer = row.publicComputer || !(await deps.policies.effectiveFor(userId)).privateComputers;
  const limit = expiryOf(publicComputer, lastSeenAt);
  return { sessionId, userId, role, publicComputer, lastSeenAt, expiresAt: limit < row.expiresAt ? limit : row.expiresAt };
}

/** The session was used by its person, now or at `usedAt`. Written at most once in `TOUCH_INTERVAL_MS`. @returns When it expires now. */
export async function touchSession(
  deps: Deps,
  session: Pick<LiveSession, "sessionId" | "publicComputer" | "lastSeenAt" | "expiresAt">,
  usedAt: Date = deps.clock.now(),
): Promise<Date> {
  if (usedAt.getTime() - session.lastSeenAt.getTime() < TOUCH_INTERVAL_MS) return session.expiresAt;
  const expiresAt = expiryOf(session.publicComputer, usedAt);
  await deps.sessions.touch(session.sessionId, usedAt, expiresAt);
  return expiresAt;
}

/** Where the person is signed in, newest first. */
export async function listSessions(deps: Deps, caller: { userId: UserId; sessionId: SessionId }): Promise<SessionInfo[]> {
  const rows = await deps.sessions.listLive(caller.userId, deps.clock.now());
  return rows.map((row) => ({
    id: row.sessionId,
    current: row.sessionId === caller.sessionId,
    userAgent: describeUserAgent(row.userAgent),
    address: row.address,
    publicComputer: row.publicComputer,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }));
}

/**
 * Ends one of the person's sessions; its sockets are cut off at once [ID-6].
 *
 * @throws AppError `session_not_found` when it is unknown, over, or somebody else's: one answer for all.
 */
export async function revokeSession(deps: Deps, userId: UserId, sessionId: SessionId): Promise<void> {
  if (!(await deps.sessions.end(sessionId, userId, "revoked", deps.clock.now()))) throw new AppError("session_not_found", { userId, sessionId });
  deps.ender.sessionEnded(sessionId, "revoked");
}

/** Ends the session asked from. Doing it twice does no harm. */
export async function signOut(deps: Deps, userId: UserId, sessionId: SessionId): Promise<void> {
  await deps.sessions.end(sessionId, userId, "signed-out", deps.clock.now());
  deps.ender.sessionEnded(sessionId, "signed-out");
}

/**
 * Looks at a session whose time seems to have come, and ends it if so.
 *
 * @returns When it will expire, or null when it is over.
 */
export async function expireSession(deps: Deps, session: { sessionId: SessionId; userId: UserId; publicComputer: boolean }): Promise<Date | null> {
  const live = await findLiveSession(deps, session.sessionId);
  if (live) return live.expiresAt;
  const reason: SessionEndReason = session.publicComputer ? "idle" : "expired";
  await deps.sessions.end(session.sessionId, session.userId, reason, deps.clock.now());
  deps.ender.sessionEnded(session.sessionId, reason);
  return null;
}
