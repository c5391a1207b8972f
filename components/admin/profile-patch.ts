import { type Profile, type ProfilePatch } from "@/lib/protocol";

/** What an administrator may mend in the side pane, in the order of the form. */
export const PROFILE_FIELDS = ["displayName", "givenName", "familyName", "title", "company", "department", "office", "workPhone", "mobilePhone"] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];
export type ProfileValues = Record<ProfileField, string>;

export type ReadPatch = { ok: true; patch: ProfilePatch } | { ok: false; wrong: { field: ProfileField; why: "required" | "phoneInvalid" }[] };

const REQUIRED: readonly ProfileField[] = ["displayName", "givenName"];
const NEVER_NULL: readonly ProfileField[] = ["displayName", "givenName", "familyName"];

/** Only what differs from what is stored; an emptied field is absent, where it may be. */
export function profilePatchOf(values: ProfileValues, stored: Profile, toE164: (typed: string) => string | null): ReadPatch {
  const wrong: { field: ProfileField; why: "required" | "phoneInvalid" }[] = [];
  const patch: Partial<Record<ProfileField, string | null>> = {};
  for (const field of PROFILE_FIELDS) {
    const text = values[field].trim();
    const value = field.endsWith("Phone") && text !== "" ? toE164(text) : text;
    if (value === null) wrong.push({ field, why: "phoneInvalid" });
    else if (value === "" && REQUIRED.includes(field)) wrong.push({ field, why: "required" });
    else if (value !== (stored[field] ?? "")) patch[field] = value === "" && !NEVER_NULL.includes(field) ? null : value;
  }
  // The fields and their kinds are those of the contract's patch.
  return wrong.length > 0 ? { ok: false, wrong } : { ok: true, patch: patch as ProfilePatch };
}
