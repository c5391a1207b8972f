import { z } from "zod";
import { SessionId, UserId } from "@/lib/protocol";
import type { InvitationStore } from "@/server/domain/identity";
import type { Database } from "./client";

const Purpose = z.enum(["invite", "reset"]);

export function createInvitationRepository({ prisma }: Pick<Database, "prisma">): InvitationStore {
  const usable = (tokenHash: string, at: Date) => ({ tokenHash, usedAt: null, expiresAt: { gt: at }, user: { status: { not: "disabled" } } });
  return {
    async findUsable(tokenHash, at) {
      const row = await prisma.invitation.findFirst({ where: usable(tokenHash, at), include: { user: { select: { email: true, displayName: true } } } });
      return row && { userId: UserId.parse(row.userId), email: row.user.email, displayName: row.user.displayName, purpose: Purpose.parse(row.purpose) };
    },

    use: (tokenHash, passwordHash, at) =>
      prisma.$transaction(async (tx) => {
        // The second of two waits for the row, then finds it used.
        const { count } = await tx.invitation.updateMany({ where: usable(tokenHash, at), data: { usedAt: at } });
        if (count !== 1) return null;
        const { userId } = await tx.invitation.findUniqueOrThrow({ where: { tokenHash }, select: { userId: true } });
        const { email } = await tx.user.update({ where: { id: userId }, data: { passwordHash, passwordChangedAt: at, status: "active" }, select: { email: true } });
        await tx.invitation.deleteMany({ where: { userId, usedAt: null } });
        const ended = await tx.session.updateManyAndReturn({ where: { userId, endedAt: null }, data: { endedAt: at, endReason: "revoked" }, select: { id: true } });
        return { userId: UserId.parse(userId), email, endedSessionIds: ended.map(({ id }) => SessionId.parse(id)) };
      }),
  };
}
