import { DEFAULT_SETTINGS, PhotoId, type Profile, Role, Settings, UserId, UserStatus } from "@/lib/protocol";
import type { User } from "@/generated/prisma/client";
import type { UserRecord } from "@/server/domain/identity";

/** What is stored may be older than a setting: what is missing or no longer understood takes its default. */
export function toSettings(stored: unknown): Settings {
  const whole = Settings.safeParse({ ...DEFAULT_SETTINGS, ...(typeof stored === "object" ? stored : null) });
  return whole.success ? whole.data : DEFAULT_SETTINGS;
}

export function toProfile(row: User): Profile {
  const { givenName, familyName, displayName, title, company, department, office, workPhone, mobilePhone, homePhone, otherPhone, timeZone, website } = row;
  return { givenName, familyName, displayName, title, company, department, office, workPhone, mobilePhone, homePhone, otherPhone, timeZone, website };
}

export function toUserRecord(row: User): UserRecord {
  return {
    userId: UserId.parse(row.id),
    email: row.email,
    sipUri: row.sipUri,
    role: Role.parse(row.role),
    status: UserStatus.parse(row.status),
    profile: toProfile(row),
    photoId: row.photoId === null ? null : PhotoId.parse(row.photoId),
    passwordHash: row.passwordHash,
    oidcSubject: row.oidcSubject,
    settings: toSettings(row.settings),
  };
}

/** A patch without the keys that are undefined: to Prisma those are "leave it", but its types want them absent. */
export function definedOnly<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
