import type { OrganisationStore } from "@/server/domain/identity";
import type { Database } from "./client";
import { ADMINISTRATION_LOCK } from "./advisory-locks";

/** What is said before anybody has set the organisation up. */
const NOT_SET_UP = { name: "Parley", sipDomain: "localhost", signInText: "" };

export function createOrganisationRepository({ prisma }: Pick<Database, "prisma">): OrganisationStore {
  return {
    async read() {
      return (await prisma.organisation.findUnique({ where: { id: 1 }, select: { name: true, sipDomain: true, signInText: true } })) ?? NOT_SET_UP;
    },

    setUp: ({ organisationName, sipDomain, givenName, familyName, email, userId, passwordHash, address, at }) =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATION_LOCK})`;
        if (await tx.user.findFirst({ select: { id: true } })) return false;
        const displayName = `${givenName} ${familyName}`;
        const organisation = { name: organisationName, sipDomain };
        await tx.organisation.upsert({ where: { id: 1 }, create: { id: 1, ...organisation }, update: organisation });
        await tx.party.create({ data: { id: userId, kind: "user", displayName } });
        const sipUri = `sip:${email.split("@")[0] ?? email}@${sipDomain}`;
        await tx.user.create({
          data: { id: userId, email, sipUri, givenName, familyName, displayName, role: "admin", status: "active", passwordHash, passwordChangedAt: at },
        });
        const after = { ...organisation, administrator: email };
        await tx.auditEntry.create({
          data: { at, actorId: userId, actorName: displayName, action: "organisation.set-up", targetKind: "organisation", targetId: "1", targetName: organisationName, after, address },
        });
        return true;
      }),
  };
}
