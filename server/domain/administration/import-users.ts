import type { AdminGroup, AdminUser, GroupId, ImportRow, Role } from "@/lib/protocol";
import type { z } from "zod";
import { type Actor, changedFields, type NewAuditEntry } from "../audit";
import { isAppError } from "../errors";
import { type Change, type ChangeDeps, makeChange } from "./change";
import type { AdministrationTx, NewUser } from "./ports";
import { type CsvRow, type CsvUser, readCsv } from "./read-csv";
import { auditedFields, requireAnotherAdministrator, sipUriOf, targetOf, toNewUser } from "./users";

export type ImportResult = { rows: z.infer<typeof ImportRow>[]; created: number; updated: number; unchanged: number; errors: number };

type Known = { sipDomain: string; users: Map<string, AdminUser>; takenSipUris: Set<string>; groups: Map<string, AdminGroup> };
type Planned =
  | { action: "create"; line: number; email: string; user: NewUser; groupIds: GroupId[] }
  | { action: "update"; line: number; email: string; before: AdminUser; after: AdminUser }
  | { action: "unchanged"; line: number; email: string }
  | { action: "error"; line: number; email: string; problems: readonly string[] };

/**
 * Creates and updates users from CSV. Lines with problems are left out and told; all others are stored in one
 * transaction, so that a failure half-way leaves nothing. Running it again changes nothing. New users are invited, but
 * links are made one by one, by whoever hands them out. A dry run tells exactly what would happen.
 *
 * @throws AppError `csv_invalid` when the file as a whole cannot be read.
 */
export async function importUsers(deps: ChangeDeps, actor: Actor, { csv, dryRun }: { csv: string; dryRun: boolean }): Promise<ImportResult> {
  const rows = readCsv(csv);
  let tried: readonly Planned[] | undefined;
  try {
    return summarise(
      await makeChange(deps, actor, async (change) => {
        const planned = await applyRows(change, rows);
        if (!dryRun) return planned;
        tried = planned;
        throw new Error("dry run"); // Ends the transaction: everything was tried, nothing is kept.
      }),
    );
  } catch (error) {
    if (tried) return summarise(tried);
    throw error;
  }
}

async function applyRows(change: Change, rows: readonly CsvRow[]): Promise<Planned[]> {
  const known = await readKnown(change.tx, rows);
  const planned: Planned[] = [];
  for (const row of rows) planned.push(await planRow(change, known, row));
  await create(change, planned.filter((row) => row.action === "create"));
  for (const row of planned) if (row.action === "update") await update(change, row.before, row.after);
  return planned;
}

async function readKnown(tx: AdministrationTx, rows: readonly CsvRow[]): Promise<Known> {
  const emails = rows.flatMap((row) => ("user" in row ? [row.email] : []));
  const { sipDomain } = await tx.readOrganisation();
  const users = new Map((await tx.findUsersByEmail(emails)).map((user) => [user.email, user]));
  const takenSipUris = new Set(await tx.findSipUris(emails.map((email) => sipUriOf(email, sipDomain))));
  const groups = new Map((await tx.listGroups()).map((group) => [group.name.toLowerCase(), group]));
  return { sipDomain, users, takenSipUris, groups };
}

async function planRow(change: Change, known: Known, row: CsvRow): Promise<Planned> {
  const { line, email } = row;
  const refuse = (...problems: string[]): Planned => ({ action: "error", line, email, problems });
  if (!("user" in row)) return refuse(...row.problems);
  const groupIds = row.user.groups?.map((name) => known.groups.get(name.toLowerCase())?.groupId);
  if (groupIds?.includes(undefined)) return refuse("groups");
  const existing = known.users.get(email);
  if (existing) return planUpdate(change, row, existing, groupIds as GroupId[] | undefined);
  if (row.user.profile.givenName === undefined) return refuse("givenName");
  const user = newUserOf(row.user, row.user.profile.givenName, known.sipDomain);
  if (known.takenSipUris.has(user.sipUri)) return refuse("email");
  known.takenSipUris.add(user.sipUri);
  return { action: "create", line, email, user, groupIds: (groupIds ?? []) as GroupId[] };
}

const newUserOf = ({ email, profile, role }: CsvUser, givenName: string, sipDomain: string): NewUser =>
  toNewUser({ email, givenName, familyName: profile.familyName ?? "", role: role ?? "user", profile }, sipDomain);

async function planUpdate(change: Change, row: CsvRow & { user: CsvUser }, before: AdminUser, groupIds: GroupId[] | undefined): Promise<Planned> {
  const { line, email, user } = row;
  const after: AdminUser = { ...before, role: user.role ?? before.role, groupIds: groupIds ?? before.groupIds, profile: { ...before.profile, ...(user.profile as Partial<AdminUser["profile"]>) } };
  if (!changedFields(auditedFields(before), auditedFields(after))) return { action: "unchanged", line, email };
  const refused = await requireAnotherAdministrator(change, before, after.role, after.status).then(() => false, rethrowUnless("last_administrator"));
  if (refused) return { action: "error", line, email, problems: ["last_administrator"] };
  if (after.role !== before.role) await change.tx.updateUser(before.userId, { role: after.role }); // At once, so that the next line counts it.
  return { action: "update", line, email, before, after };
}

const rethrowUnless = (code: string) => (error: unknown): true => {
  if (isAppError(error) && error.code === code) return true;
  throw error;
};

async function create({ tx, audit, personChanged }: Change, rows: readonly Extract<Planned, { action: "create" }>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.insertUsers(rows.map(({ user }) => user));
  for (const { user, groupIds } of rows) {
    if (groupIds.length > 0) await tx.setGroupsOf(user.userId, groupIds);
    const { userId, displayName, email, role } = user;
    const after: { email: string; role: Role; groupIds: readonly GroupId[] } = { email, role, groupIds };
    audit({ action: "user.import", target: { kind: "user", id: userId, name: displayName }, before: null, after: { ...after, ...user.profile } } satisfies NewAuditEntry);
    personChanged(userId);
  }
}

async function update(change: Change, before: AdminUser, after: AdminUser): Promise<void> {
  const { tx, audit, meChanged, personChanged, policiesChanged } = change;
  await tx.updateUser(before.userId, { profile: after.profile, role: after.role });
  if (after.groupIds !== before.groupIds) {
    await tx.setGroupsOf(before.userId, after.groupIds);
    policiesChanged([before.userId]);
  }
  const fields = changedFields(auditedFields(before), auditedFields(after));
  if (fields) audit({ action: "user.import", target: targetOf(after), ...fields });
  meChanged([before.userId]);
  personChanged(before.userId);
}

function summarise(planned: readonly Planned[]): ImportResult {
  const count = (action: Planned["action"]): number => planned.filter((row) => row.action === action).length;
  return {
    rows: planned.map((row) => ({ line: row.line, email: row.email, action: row.action, problems: row.action === "error" ? [...row.problems] : [] })),
    created: count("create"),
    updated: count("update"),
    unchanged: count("unchanged"),
    errors: count("error"),
  };
}
