import fs from "node:fs";
import path from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Contact, PersonCard, PresenceView } from "@/lib/protocol";
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
  { saying: /\b(PersonCard|PresenceView)\.(safeP|p)arse\b/, only: [] },
];

const offences = (files: Iterable<{ file: string; text: string }>): string[] =>
  [...files].flatMap(({ file, text }) => MAY.filter(({ saying, only }) => saying.test(text) && !only.includes(file)).map(({ saying }) => `${file}: ${saying}`));

describe("the view function", () => {
  it("[PRES-13] is gone round by no module of the server", () => {
    const files = ["server", "app"].flatMap((folder) => [...sources(folder)]).map((file) => ({ file, text: fs.readFileSync(file, "utf8") }));
    expect(files.length).toBeGreaterThan(50);
    expect(offences(files)).toEqual([]);
  });

  it.each(["const card = row as Viewed<PersonCard>;", "const card = row as unknown as Viewed<PersonCard>;", "return { name: person.fields.displayName };", "const card = PersonCard.parse(row);"])(
    "[PRES-13] would be missed by: %s",
    (text) => expect(offences([{ file: "server/db/other.ts", text }])).toHaveLength(1),
  );

  it("[PRES-13] is asked for by the types of everything that is sent, at any depth", () => {
    expectTypeOf<PersonCard>().not.toExtend<Sendable<PersonCard>>();
    expectTypeOf<PresenceView>().not.toExtend<Sendable<PresenceView>>();
    expectTypeOf<{ people: PersonCard[] }>().not.toExtend<Sendable<{ people: PersonCard[] }>>();
    expectTypeOf<Contact>().not.toExtend<Sendable<Contact>>();
    expectTypeOf<{ view?: PresenceView }>().not.toExtend<Sendable<{ view?: PresenceView }>>();
    expectTypeOf<{ people: Viewed<PersonCard>[] }>().toExtend<Sendable<{ people: PersonCard[] }>>();
    expectTypeOf<{ rev: number; ids: string[] }>().toExtend<Sendable<{ rev: number; ids: string[] }>>();
  });
});
