import fs from "node:fs";
import path from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
  AccessSettings,
  AutomaticGroup,
  Contact,
  ContactList,
  contactsGroupMembers,
  contactsRecent,
  directorySearch,
  PersonCard,
  personGet,
  presencePreview,
  PresenceView,
  presenceWatch,
  Schedule,
  scheduleGet,
  SelfPresence,
  tagAlert,
} from "@/lib/protocol";
import type { Sendable, Viewed } from "@/server/domain/viewed";

function* sources(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.tsx?$/.test(entry.name)) yield file;
  }
}

/** The only places that may say so. */
const MAY: readonly { saying: RegExp; only: readonly string[] }[] = [
  // Making something viewed.
  { saying: /\bas (unknown as )?(Viewed|Sendable)\b/, only: ["server/domain/presence/view.ts"] },
  // Looking into a person that nobody has viewed.
  { saying: /\bUnviewedPerson\b.*\bfields\b|person\.fields|\{ fields \} = person/, only: ["server/domain/presence/view.ts", "server/domain/presence/person.ts"] },
  // A card parsed from a plain object would be a second way to make one.
  { saying: /\b(PersonCard|PresenceView|Schedule)\.(safeP|p)arse\b/, only: [] },
];

const offences = (files: Iterable<{ file: string; text: string }>): string[] =>
  [...files].flatMap(({ file, text }) => MAY.filter(({ saying, only }) => saying.test(text) && !only.includes(file)).map(({ saying }) => `${file}: ${saying}`));

describe("the view function", () => {
  it("[PRES-13] is gone round by no module of the server", () => {
    const files = ["server", "app"].flatMap((folder) => [...sources(folder)]).map((file) => ({ file, text: fs.readFileSync(file, "utf8") }));
    expect(files.length).toBeGreaterThan(50);
    expect(offences(files)).toEqual([]);
  });

  it.each(["const card = row as Viewed<PersonCard>;", "const card = row as unknown as Viewed<PersonCard>;", "return { name: person.fields.displayName };", "const card = PersonCard.parse(row);", "const schedule = Schedule.safeParse(row);"])(
    "[PRES-13] would be missed by: %s",
    (text) => expect(offences([{ file: "server/db/other.ts", text }])).toHaveLength(1),
  );

  it("[PRES-13] is asked for by the types of every part of the contract that holds a person", () => {
    /** True when a value of the contract's plain type could be sent as it is. */
    type Unguarded<T> = T extends Sendable<T> ? true : false;
    type Answer<C extends { output: z.ZodType }> = z.output<C["output"]>;
    expectTypeOf<Unguarded<AccessSettings>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<AutomaticGroup>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<ContactList>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<SelfPresence>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<z.input<(typeof tagAlert)["payload"]>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof contactsRecent>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof contactsGroupMembers>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof directorySearch>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof personGet>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof presencePreview>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof presenceWatch>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<Answer<typeof scheduleGet>>>().toEqualTypeOf<false>();
    expectTypeOf<Unguarded<{ rev: number }>>().toEqualTypeOf<true>();
  });

  it("[PRES-13] is asked for by the types of everything that is sent, at any depth", () => {
    expectTypeOf<PersonCard>().not.toExtend<Sendable<PersonCard>>();
    expectTypeOf<PresenceView>().not.toExtend<Sendable<PresenceView>>();
    expectTypeOf<{ people: PersonCard[] }>().not.toExtend<Sendable<{ people: PersonCard[] }>>();
    expectTypeOf<Contact>().not.toExtend<Sendable<Contact>>();
    expectTypeOf<{ view?: PresenceView }>().not.toExtend<Sendable<{ view?: PresenceView }>>();
    expectTypeOf<Schedule>().not.toExtend<Sendable<Schedule>>();
    expectTypeOf<{ schedules: Schedule[] }>().not.toExtend<Sendable<{ schedules: Schedule[] }>>();
    expectTypeOf<{ person: Viewed<PersonCard>; view: PresenceView }>().not.toExtend<Sendable<z.input<(typeof tagAlert)["payload"]>>>();
    expectTypeOf<{ person: PersonCard; view: Viewed<PresenceView> }>().not.toExtend<Sendable<z.input<(typeof tagAlert)["payload"]>>>();
    expectTypeOf<{ person: Viewed<PersonCard>; view: Viewed<PresenceView> }>().toExtend<Sendable<z.input<(typeof tagAlert)["payload"]>>>();
    expectTypeOf<{ people: Viewed<PersonCard>[] }>().toExtend<Sendable<{ people: PersonCard[] }>>();
    expectTypeOf<{ rev: number; ids: string[] }>().toExtend<Sendable<{ rev: number; ids: string[] }>>();
  });
});
