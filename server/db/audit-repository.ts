import { type AuditEntry, UserId } from "@/lib/protocol";
import { Prisma } from "@/generated/prisma/client";
import type { Actor, AuditStore, NewAuditEntry } from "@/server/domain/audit";
import type { Database } from "./client";

export function auditData(actor: Actor, actorName: string, { action, target, before, after }: NewAuditEntry, at: Date): Prisma.AuditEntryCreateManyInput {
  const json = (fields: Readonly<Record<string, unknown>> | null) => (fields ? (fields as Prisma.InputJsonObject) : Prisma.DbNull);
  return {
    at,
    actorId: actor.userId,
    actorName,
    action,
    targetKind: target.kind,
    targetId: target.id,
    targetName: target.name,
    before: json(before),
    after: json(after),
    address: actor.address,
  };
}

export function createAuditRepository({ prisma }: Pick<Database, "prisma">): AuditStore {
  return {
    async list({ limit, beforeId, targetId }) {
      const rows = await prisma.auditEntry.findMany({
        where: { ...(beforeId === undefined ? {} : { id: { lt: BigInt(beforeId) } }), ...(targetId === undefined ? {} : { targetId }) },
        orderBy: { id: "desc" },
        take: limit,
      });
      return rows.map(
        (row): AuditEntry => ({
          ...row,
          id: row.id.toString(),
          at: row.at.toISOString(),
          actorId: row.actorId === null ? null : UserId.parse(row.actorId),
          before: row.before as Record<string, unknown> | null,
          after: row.after as Record<string, unknown> | null,
        }),
      );
    },
  };
}
