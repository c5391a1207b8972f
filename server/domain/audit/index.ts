import type { AuditEntry, UserId } from "@/lib/protocol";

/** Who made an administrative change, and from where. */
export type Actor = { userId: UserId; address: string };

export type AuditTarget = { kind: "user" | "group" | "policy" | "organisation" | "custom-state"; id: string; name: string };

/** One administrative change, to be stored in the transaction that makes it. Secrets are never among the fields. */
export type NewAuditEntry = {
  action: AuditAction;
  target: AuditTarget;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
};

export type AuditAction =
  | "user.create"
  | "user.update"
  | "user.disable"
  | "user.enable"
  | "user.invite"
  | "user.reset"
  | "user.sign-out"
  | "user.import"
  | "group.create"
  | "group.update"
  | "group.delete"
  | "custom-state.create"
  | "custom-state.update"
  | "custom-state.delete"
  | "policy.set"
  | "policy.remove"
  | "organisation.set-up"
  | "organisation.update";

export type AuditQuery = { limit: number; beforeId?: string | undefined; targetId?: string | undefined };

export type AuditStore = {
  /** Newest first, one more than `limit` if there is more. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
};

/** Reading of what was done; it is written by whoever does it. */
export function createAudit(deps: { store: AuditStore }) {
  return {
    async list(query: AuditQuery): Promise<{ entries: AuditEntry[]; more: boolean }> {
      const found = await deps.store.list({ ...query, limit: query.limit + 1 });
      return { entries: found.slice(0, query.limit), more: found.length > query.limit };
    },
  };
}
export type Audit = ReturnType<typeof createAudit>;

/** The fields that differ, as they were and as they are. Null when none does. */
export function changedFields(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (names.length === 0) return null;
  const pick = (from: Readonly<Record<string, unknown>>) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}
