import { encode } from "next-auth/jwt";
import { SessionId, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Database } from "@/server/db/client";
import { sessionCookieName } from "@/server/http/cookies";
import { type CastMember, anna, bob, carol, dave, erin } from "./cast";

export type TestPerson = CastMember & { userId: UserId };

/** Far more than a test takes. */
const SESSION_MS = 24 * 60 * 60_000;

/** Puts people into the directory, past every rule: for tests that are about something else. They have no password. */
export async function addPeople(db: Pick<Database, "pool">, cast: readonly CastMember[], options: { role?: "user" | "admin" } = {}): Promise<TestPerson[]> {
  const people = cast.map((member) => ({ ...member, userId: UserId.parse(uuidV7()) }));
  const ids = people.map(({ userId }) => userId);
  const names = people.map(({ givenName, familyName }) => `${givenName} ${familyName}`);
  await db.pool.query(`INSERT INTO party (id, kind, display_name) SELECT id, 'user', name FROM unnest($1::uuid[], $2::text[]) AS new (id, name)`, [ids, names]);
  await db.pool.query(
    `INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name, role, status)
     SELECT id, email, 'sip:' || email, given, family, name, $6, 'active'
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS new (id, email, given, family, name)`,
    [ids, people.map(({ email }) => email), people.map(({ givenName }) => givenName), people.map(({ familyName }) => familyName), names, options.role ?? "user"],
  );
  return people;
}

/** Anna, Bob, Carol, Dave and Erin. */
export async function addCast(db: Pick<Database, "pool">) {
  const [annaRow, bobRow, carolRow, daveRow, erinRow] = await addPeople(db, [anna, bob, carol, dave, erin]);
  return { anna: annaRow!, bob: bobRow!, carol: carolRow!, dave: daveRow!, erin: erinRow! };
}

export type TestSession = { userId: UserId; sessionId: SessionId; cookie: string };

/** Signs a person in past the sign-in page: a session row and the cookie that names it. */
export async function addSession(
  server: { db: Pick<Database, "pool">; sessionSecret: string; url: string },
  userId: UserId,
  options: { publicComputer?: boolean; expiresAt?: Date } = {},
): Promise<TestSession> {
  const sessionId = SessionId.parse(uuidV7());
  await server.db.pool.query(
    `INSERT INTO session (id, user_id, public_computer, user_agent, address, expires_at) VALUES ($1, $2, $3, 'test', '127.0.0.1', $4)`,
    [sessionId, userId, options.publicComputer ?? false, options.expiresAt ?? new Date(Date.now() + SESSION_MS)],
  );
  return { userId, sessionId, cookie: await sessionCookie(server, { userId, sessionId }) };
}

/** A `Cookie` header as a browser would send it. */
export async function sessionCookie(server: { sessionSecret: string; url: string }, claims: { userId: string; sessionId: string }): Promise<string> {
  const token = await encode({ token: { sub: claims.userId, sid: claims.sessionId }, secret: server.sessionSecret });
  return `${sessionCookieName(server.url.startsWith("https:"))}=${encodeURIComponent(token)}`;
}
