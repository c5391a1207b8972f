import { describe, expect, it } from "vitest";
import { ADDRESS_ENTRIES_MAX, NAME_MAX } from "@/lib/protocol";
import type { RawEntry } from "@/server/domain/address-book";
import { readAddressCsv } from "@/server/domain/address-book/read-address-csv";
import { toEntries } from "@/server/domain/address-book/to-entries";

const raw = (entry: Partial<RawEntry>): RawEntry => ({ uid: null, displayName: "", company: "", title: "", emails: [], phones: [], ...entry });
const csv = async (text: string, workPhone: string | null = null) => (await toEntries(readAddressCsv(text), workPhone)).entries.map(({ id: _id, uid: _uid, ...rest }) => rest);

describe("[ADR-2] CSV", () => {
  it("knows the columns of an Outlook export, in English and German", async () => {
    const english = '"First Name","Middle Name","Last Name","Company","Job Title","Business Phone","Home Phone","Mobile Phone","Business Fax","E-mail Address","E-mail 2 Address"\r\n"Per","O.","Lind","Nord AB","Buyer","(202) 555-0101","","+46 70 174 06 05","1","per@example.se","p2@example.se"\r\n';
    expect(await csv(english, "+12025550100")).toEqual([
      { displayName: "Per O. Lind", company: "Nord AB", title: "Buyer", emails: ["per@example.se", "p2@example.se"], phones: [{ kind: "work", number: "+12025550101" }, { kind: "mobile", number: "+46701740605" }] },
    ]);
    const german = "\ufeffVorname;Nachname;Firma;Position;Telefon geschäftlich;Mobiltelefon;E-Mail-Adresse\nJörg;Müller;Holz GmbH;Einkauf;030 901820;0170 1234567;jm@example.de\n";
    expect(await csv(german, "+4930901820")).toEqual([
      { displayName: "Jörg Müller", company: "Holz GmbH", title: "Einkauf", emails: ["jm@example.de"], phones: [{ kind: "work", number: "+4930901820" }, { kind: "mobile", number: "+491701234567" }] },
    ]);
  });

  it("knows both forms of Google's export, and the obvious names", async () => {
    const google = "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Organization 1 - Name,Organization 1 - Title\nZoe Berg,Zoe,Berg,* Work,z@example.net ::: zoe@example.net,Mobile,+1 202 555 0110,Work Fax,+1 202 555 0111,Berg,CEO\n";
    expect(await csv(google)).toEqual([{ displayName: "Zoe Berg", company: "Berg", title: "CEO", emails: ["z@example.net", "zoe@example.net"], phones: [{ kind: "mobile", number: "+12025550110" }] }]);
    const newer = "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\nZoe,Berg,Berg,* Work,z@example.net,Home,+1 202 555 0112\n";
    expect(await csv(newer)).toEqual([{ displayName: "Zoe Berg", company: "Berg", emails: ["z@example.net"], phones: [{ kind: "home", number: "+12025550112" }] }]);
    expect(await csv("name\temail\tphone\nTaxi\t\t+1 202 555 0113\n")).toEqual([{ displayName: "Taxi", emails: [], phones: [{ kind: "other", number: "+12025550113" }] }]);
  });

  it("refuses what is no CSV, or says nothing about anybody", async () => {
    for (const wrong of ["", "Colour,Size\nred,1\n", 'Name,Email\n"open,1\n']) await expect(csv(wrong), wrong).rejects.toMatchObject({ code: "invalid_input", answer: { fields: ["text"] } });
  });
});

describe("[ADR-3] entries", () => {
  it("keeps a number as typed where it cannot be read, and an address only if it is one", async () => {
    const phones = ["call me", "1234 ext. 5", "00 44 20 7946 0958", "020 7946 0959"].map((number) => ({ kind: "work" as const, number }));
    const { entries } = await toEntries([raw({ displayName: "A", phones, emails: ["a@b", "a@b", "A@B", "no address", `${"x".repeat(260)}@example.com`] })], "+442079460000");
    expect(entries).toMatchObject([{ emails: ["a@b"], phones: [{ number: "1234 ext. 5" }, { number: "+442079460958" }, { number: "+442079460959" }] }]);
    expect((await toEntries([raw({ displayName: "A", phones: phones.slice(3) })], null)).entries[0]?.phones[0]?.number).toBe("020 7946 0959");
  });

  it("names whoever has no name by company, address or number, and passes over who has nothing", async () => {
    const number = [{ kind: "work" as const, number: "+12025550101" }];
    const { entries, skipped } = await toEntries([raw({ company: "Berg", emails: ["b@example.com"] }), raw({ emails: ["c@example.com"] }), raw({ phones: number }), raw({ title: "Boss" }), null], null);
    expect(entries.map(({ displayName }) => displayName)).toEqual(["Berg", "c@example.com", "+12025550101"]);
    expect(skipped).toBe(2);
  });

  it("takes each entry once: the later one of those with one uid, or with one name and first address", async () => {
    const { entries } = await toEntries(
      [
        raw({ uid: "1", displayName: "Ann", emails: ["a@example.com"] }),
        raw({ uid: "1", displayName: "Anna", emails: ["a@example.com"] }),
        raw({ uid: "2", displayName: "ANNA", emails: ["A@example.com", "b@example.com"] }),
        raw({ uid: "3", displayName: "Ann", emails: ["a@example.com"] }),
        raw({ displayName: "Bob" }),
        raw({ displayName: "bob" }),
      ],
      null,
    );
    expect(entries.map(({ uid, displayName }) => [uid.slice(0, 5), displayName])).toEqual([["2", "ANNA"], ["3", "Ann"], ["look:", "bob"]]);
  });

  it("cleans texts: no control characters, no halves of characters, not too long", async () => {
    const { entries } = await toEntries([raw({ uid: "u\0", displayName: `a\0b\n\tc\ud800 ${"x".repeat(NAME_MAX)}😀`, title: `${"y".repeat(NAME_MAX - 1)}😀` })], null);
    expect(entries[0]?.displayName.startsWith("a b c\ufffd x")).toBe(true);
    expect(entries[0]?.displayName).toHaveLength(NAME_MAX);
    expect(entries[0]?.title).toBe("y".repeat(NAME_MAX - 1));
    expect(entries[0]?.uid).toBe("u");
  });

  it("refuses more than anybody may keep", async () => {
    const many = (count: number) => toEntries(Array.from({ length: count }, (_, n) => raw({ displayName: `Person ${n}` })), null);
    expect((await many(ADDRESS_ENTRIES_MAX)).entries).toHaveLength(ADDRESS_ENTRIES_MAX);
    await expect(many(ADDRESS_ENTRIES_MAX + 1)).rejects.toMatchObject({ code: "address_entry_limit" });
  });
});
