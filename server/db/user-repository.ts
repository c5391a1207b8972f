import type { UserStore } from "@/server/domain/identity";
import type { Database } from "./client";
import { definedOnly, toSettings, toUserRecord } from "./user-row";

/** People and their own choices. */
export function createUserRepository({ prisma, pool }: Pick<Database, "prisma" | "pool">): UserStore {
  return {
    async findByEmail(email) {
      const row = await prisma.user.findUnique({ where: { email } });
      return row && toUserRecord(row);
    },
    async findById(userId) {
      const row = await prisma.user.findUnique({ where: { id: userId } });
      return row && toUserRecord(row);
    },
    async findByOidcSubject(oidcSubject) {
      const row = await prisma.user.findUnique({ where: { oidcSubject } });
      return row && toUserRecord(row);
    },

    async linkOidcSubject(userId, oidcSubject) {
      const { count } = await prisma.user.updateMany({
        where: { id: userId, oidcSubject: null, status: { not: "disabled" } },
        data: { oidcSubject, status: "active" },
      });
      return count === 1;
    },

    async replacePassword(userId, expectedHash, passwordHash, at) {
      const { count } = await prisma.user.updateMany({ where: { id: userId, passwordHash: expectedHash }, data: { passwordHash, passwordChangedAt: at } });
      return count === 1;
    },

    async updateProfile(userId, patch) {
      const data = definedOnly(patch);
      await prisma.$transaction([
        prisma.user.update({ where: { id: userId }, data }),
        prisma.party.update({ where: { id: userId }, data: data.displayName === undefined ? {} : { displayName: data.displayName } }),
      ]);
    },

    async updateSettings(userId, patch) {
      // Merged by the database, so that two endpoints changing two settings at once lose neither.
      const { rows } = await pool.query<{ settings: unknown }>('UPDATE "user" SET settings = settings || $2::jsonb WHERE id = $1 RETURNING settings', [userId, JSON.stringify(patch)]);
      return toSettings(rows[0]?.settings);
    },

    async replacePicture(userId, picture) {
      const photoId = picture?.photoId ?? null;
      await prisma.$transaction(async (tx) => {
        // First the user's row: it puts two changes at once in line, so that no picture is left behind.
        await tx.user.update({ where: { id: userId }, data: { photoId } });
        await tx.party.update({ where: { id: userId }, data: { photoId } });
        await tx.photo.deleteMany({ where: { userId } });
        if (picture) await tx.photo.create({ data: { id: picture.photoId, userId, mediaType: picture.mediaType, bytes: Uint8Array.from(picture.bytes) } });
      });
    },

    async findPicture(photoId) {
      return prisma.photo.findUnique({ where: { id: photoId }, select: { mediaType: true, bytes: true } });
    },

    async isEmpty() {
      return (await prisma.user.findFirst({ select: { id: true } })) === null;
    },
  };
}
