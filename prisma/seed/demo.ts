import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { type ConversationId, PhotoId, richTextFromPlain, type Role, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Database } from "@/server/db/client";
import { createConversationStore } from "@/server/db/conversation-store";
import { createMessageStore } from "@/server/db/message-store";
import { createPolicyRepository } from "@/server/db/policy-repository";
import { systemClock } from "@/server/domain/clock";
import { createConversations } from "@/server/domain/conversations";
import type { Fanout } from "@/server/domain/fanout";
import type { PasswordHasher } from "@/server/domain/identity";
import { createMessaging } from "@/server/domain/messaging";
import { createPolicies } from "@/server/domain/policy";
import type { Logger, Metrics } from "@/server/telemetry";

/** Everybody's password in the demo. Shorter than any rule allows, and printed at the start: it protects nothing. */
export const DEMO_PASSWORD = "parley";
const SIP_DOMAIN = "example.com";

type Person = {
  alias: string;
  givenName: string;
  familyName: string;
  role: Role;
  title: string;
  department: string;
  office: string;
  workPhone: string;
  mobilePhone: string | null;
  timeZone: string;
  picture: boolean;
};

const PEOPLE: readonly Person[] = [
  { alias: "anna", givenName: "Anna", familyName: "Keller", role: "user", title: "Account Manager", department: "Sales", office: "Berlin", workPhone: "+12025550101", mobilePhone: "+12025550131", timeZone: "Europe/Berlin", picture: true },
  { alias: "bob", givenName: "Bob", familyName: "Okafor", role: "user", title: "Sales Engineer", department: "Sales", office: "Berlin", workPhone: "+12025550102", mobilePhone: "+12025550132", timeZone: "Europe/Berlin", picture: true },
  { alias: "carol", givenName: "Carol", familyName: "Lindqvist", role: "user", title: "Head of Sales", department: "Sales", office: "Stockholm", workPhone: "+12025550103", mobilePhone: "+12025550133", timeZone: "Europe/Stockholm", picture: true },
  { alias: "dave", givenName: "Dave", familyName: "Moreau", role: "user", title: "Support Lead", department: "Support", office: "Paris", workPhone: "+12025550104", mobilePhone: "+12025550134", timeZone: "Europe/Paris", picture: true },
  { alias: "erin", givenName: "Erin", familyName: "Walsh", role: "user", title: "Office Manager", department: "Office", office: "Dublin", workPhone: "+12025550105", mobilePhone: "+12025550135", timeZone: "Europe/Dublin", picture: true },
  { alias: "admin", givenName: "Alex", familyName: "Admin", role: "admin", title: "Administrator", department: "IT", office: "Berlin", workPhone: "+12025550109", mobilePhone: null, timeZone: "Europe/Berlin", picture: false },
];

const HELP_DESK = ["dave", "erin", "admin"];

/** Who has whom in their list: aliases, and which of them are favourites. */
const CONTACTS: Readonly<Record<string, { contacts: readonly string[]; favourites: readonly string[]; groups: Readonly<Record<string, readonly string[]>> }>> = {
  anna: { contacts: ["bob", "carol", "dave", "erin"], favourites: ["carol", "dave"], groups: { "Northern tender": ["bob", "carol", "erin"] } },
  bob: { contacts: ["anna", "carol", "dave", "erin"], favourites: ["anna"], groups: { "Northern tender": ["anna", "carol"] } },
  carol: { contacts: ["anna", "bob", "dave", "erin"], favourites: ["anna", "bob"], groups: {} },
  dave: { contacts: ["anna", "bob", "carol", "erin"], favourites: ["erin"], groups: {} },
  erin: { contacts: ["anna", "bob", "carol", "dave"], favourites: ["dave"], groups: {} },
  admin: { contacts: ["anna", "bob", "carol", "dave", "erin"], favourites: [], groups: {} },
};

type Line = { minutesAgo: number; from: string; text: string };
const DAY = 24 * 60;

const WITH_BOB: readonly Line[] = [
  { minutesAgo: DAY + 90, from: "bob", text: "Draft pricing is in the folder. I kept the support tiers apart so that they can drop one." },
  { minutesAgo: DAY + 86, from: "anna", text: "Good call, Carol asked for exactly that. Can you sketch how they build on each other?" },
  { minutesAgo: 62, from: "bob", text: "Three boxes that grow: Basic, Plus, Full." },
  { minutesAgo: 59, from: "anna", text: "That goes straight into the annex. One thing: the penalty in clause 7 looks doubled." },
  { minutesAgo: 52, from: "bob", text: "You are right, it should be 2 % per week, not 4 %." },
  { minutesAgo: 51, from: "bob", text: "Fixed in v4, uploading now." },
];
const REVIEW: readonly Line[] = [
  { minutesAgo: 3 * 60, from: "carol", text: "Final review at three. Who brings the numbers?" },
  { minutesAgo: 2 * 60 + 50, from: "erin", text: "The room is booked, coffee too." },
  { minutesAgo: 95, from: "dave", text: "I will bring the numbers." },
];
const WITH_CAROL: readonly Line[] = [
  { minutesAgo: 2 * DAY, from: "anna", text: "The council has confirmed Friday noon." },
  { minutesAgo: 2 * DAY - 4, from: "carol", text: "Perfect. I will sign on Thursday evening." },
];

type Deps = { db: Pick<Database, "prisma" | "pool">; passwords: PasswordHasher; log: Logger; metrics: Metrics; photosDirectory?: string };

/**
 * The demo organisation: five people with faces, phones, lists and something to read, and an administrator. Only for a
 * database without users; in one that has any it does nothing.
 *
 * @returns Whether it did.
 */
export async function seedDemo(deps: Deps): Promise<boolean> {
  const { prisma } = deps.db;
  if (await prisma.user.findFirst({ select: { id: true } })) return false;
  const ids = new Map(PEOPLE.map(({ alias }) => [alias, UserId.parse(uuidV7())]));
  const idOf = (alias: string): UserId => ids.get(alias)!;
  await addPeople(deps, idOf);
  await addLists(deps, idOf);
  await addConversations(deps, idOf);
  return true;
}

async function addPeople({ db, passwords, photosDirectory = path.resolve("prisma/seed/photos") }: Deps, idOf: (alias: string) => UserId): Promise<void> {
  const passwordHash = await passwords.hash(DEMO_PASSWORD);
  const pictures = new Map<string, { id: string; bytes: Uint8Array<ArrayBuffer> }>();
  for (const { alias, picture } of PEOPLE) {
    if (picture) pictures.set(alias, { id: PhotoId.parse(uuidV7()), bytes: Uint8Array.from(await fs.readFile(path.join(photosDirectory, `${alias}.png`))) });
  }
  const [groupId, supportId] = [uuidV7(), uuidV7()];
  await db.prisma.$transaction([
    db.prisma.organisation.upsert({ where: { id: 1 }, create: { id: 1, name: "Example", sipDomain: SIP_DOMAIN }, update: {} }),
    db.prisma.party.createMany({
      data: PEOPLE.map(({ alias, givenName, familyName }) => ({ id: idOf(alias), kind: "user", displayName: `${givenName} ${familyName}`, photoId: pictures.get(alias)?.id ?? null })),
    }),
    db.prisma.user.createMany({
      data: PEOPLE.map(({ alias, picture: _picture, ...rest }) => ({
        ...rest,
        id: idOf(alias),
        email: `${alias}@${SIP_DOMAIN}`,
        sipUri: `sip:${alias}@${SIP_DOMAIN}`,
        displayName: `${rest.givenName} ${rest.familyName}`,
        company: "Example",
        photoId: pictures.get(alias)?.id ?? null,
        status: "active",
        passwordHash,
      })),
    }),
    db.prisma.photo.createMany({ data: [...pictures].map(([alias, { id, bytes }]) => ({ id, userId: idOf(alias), mediaType: "image/png", bytes })) }),
    db.prisma.group.create({ data: { id: groupId, name: "Sales", priority: 100, email: `sales@${SIP_DOMAIN}` } }),
    db.prisma.groupMember.createMany({ data: PEOPLE.filter(({ department }) => department === "Sales").map(({ alias }) => ({ groupId, userId: idOf(alias) })) }),
    // Whom everybody may ask for help: in all lists, and no distribution group.
    db.prisma.group.create({ data: { id: supportId, name: "Help desk", priority: 200, published: true } }),
    db.prisma.groupMember.createMany({ data: HELP_DESK.map((alias) => ({ groupId: supportId, userId: idOf(alias) })) }),
  ]);
}

async function addLists({ db }: Deps, idOf: (alias: string) => UserId): Promise<void> {
  const contacts = Object.entries(CONTACTS).flatMap(([owner, list]) =>
    list.contacts.map((target) => ({ id: uuidV7(), ownerId: idOf(owner), targetUserId: idOf(target), favourite: list.favourites.includes(target) })),
  );
  const groups = Object.entries(CONTACTS).flatMap(([owner, list]) =>
    Object.entries(list.groups).map(([name, members], position) => ({ id: uuidV7(), ownerId: idOf(owner), name, position, members })),
  );
  const placed = groups.flatMap(({ id: groupId, ownerId, members }) =>
    contacts.filter((contact) => contact.ownerId === ownerId && members.some((alias) => idOf(alias) === contact.targetUserId)).map(({ id }) => ({ contactId: id, groupId })),
  );
  await db.prisma.$transaction([
    db.prisma.contact.createMany({ data: contacts }),
    db.prisma.contactGroup.createMany({ data: groups.map(({ members: _members, ...group }) => group) }),
    db.prisma.contactInGroup.createMany({ data: placed }),
    db.prisma.user.updateMany({ data: { contactsRev: 1 } }),
  ]);
}

/** Said through the product's own verbs, so that numbers, members and positions are as they would be; only the clock is set back. */
async function addConversations({ db, log, metrics }: Deps, idOf: (alias: string) => UserId): Promise<void> {
  const startMs = Date.now();
  let minutesAgo = 0;
  const clock = { now: () => new Date(startMs - minutesAgo * 60_000) };
  const silent: Fanout = { toUsers: () => undefined, toSession: () => undefined, toEveryone: () => undefined };
  const messaging = createMessaging({ store: createMessageStore(db), fanout: silent, clock, log, metrics });
  const policy = createPolicies({ store: createPolicyRepository(db), clock: systemClock });
  const conversations = createConversations({ messaging, store: createConversationStore(db), policy, fanout: silent, clock });

  const say = async (conversationId: ConversationId, lines: readonly Line[]): Promise<void> => {
    for (const line of lines) {
      minutesAgo = line.minutesAgo;
      const body = richTextFromPlain(line.text);
      await conversations.sendMessage(idOf(line.from), { conversationId, clientKey: randomUUID(), body, importance: "normal" });
    }
  };
  const direct = async (a: string, b: string, lines: readonly Line[]): Promise<void> => {
    minutesAgo = (lines[0]?.minutesAgo ?? 0) + 1;
    const { conversation } = await conversations.startDirect(idOf(a), { userId: idOf(b) });
    await say(conversation.id, lines);
  };

  await direct("anna", "carol", WITH_CAROL);
  minutesAgo = REVIEW[0]!.minutesAgo + 1;
  const { conversation } = await conversations.startGroup(idOf("carol"), { clientKey: randomUUID(), userIds: [idOf("anna"), idOf("dave"), idOf("erin")], subject: "Northern tender: final review" });
  await say(conversation.id, REVIEW);
  await direct("bob", "anna", WITH_BOB);
  await messaging.close();
}
