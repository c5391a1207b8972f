import { describe, expect, test } from "vitest";
import { addressFormatOf, isWebAddress, titleOfFile } from "@/components/settings/sources/file-names";
import { givenAt, hiddenAt, originsAt } from "@/components/settings/privacy/levels";
import { type AccessSettings, type PresencePreview, UserId } from "@/lib/protocol";
import { decodeText } from "@/lib/shared/decode-text";

describe("[F28] files of contacts", () => {
  test.each([
    ["people.vcf", "BEGIN:VCARD\r\n", "vcard"],
    ["people.csv", "\uFEFFBEGIN:VCARD\n", "vcard"],
    ["people.vcf", "", "vcard"],
    ["people.csv", "Name,Mail\n", "csv"],
    ["people", "First Name;Last Name", "csv"],
  ] as const)("%s beginning with %j is %s", (name, text, format) => expect(addressFormatOf(name, text)).toBe(format));

  test.each([
    ["Holidays 2027.ics", "Holidays 2027"],
    ["archive.2027.vcf", "archive.2027"],
    [".ics", ".ics"],
    ["people", "people"],
  ])("%s is called %s", (fileName, title) => expect(titleOfFile(fileName)).toBe(title));

  test("text that is not UTF-8 is read as Windows-1252", () => {
    expect(decodeText(Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72))).toBe("Müller");
    expect(decodeText(new TextEncoder().encode("Müller 👍"))).toBe("Müller 👍");
  });

  test("only addresses of the web are sent", () => {
    expect(["https://dav.example.com/a", " http://a "].map(isWebAddress)).toEqual([true, true]);
    expect(["", "https://", "ftp://example.com", "dav.example.com", "javascript:alert(1)"].map(isWebAddress)).toEqual([false, false, false, false, false]);
  });
});

describe("[F41] [F43] who sees what", () => {
  const userId = UserId.parse("018f0000-0000-7000-8000-000000000001");
  const personal: PresencePreview = {
    level: "personal",
    card: { userId, displayName: "Anna Keller", email: "anna@example.com", workPhone: "+12025550101", mobilePhone: "+12025550131", homePhone: "+12025550161" },
    view: { userId, state: "available", note: "Text me first", location: "Berlin office" },
    schedule: "details",
    reachable: true,
  };
  const company: PresencePreview = { ...personal, level: "company", card: { userId, displayName: "Anna Keller", email: "anna@example.com", workPhone: "+12025550101" }, view: { userId, state: "available", note: "Text me first" }, schedule: "times" };

  test("what is kept from a level is what Personal sees beyond it, and nothing I never said", () => {
    expect(hiddenAt(company, personal)).toEqual(["mobilePhone", "homePhone", "location", "subjects"]);
    expect(hiddenAt(personal, personal)).toEqual([]);
  });

  test("levels are counted by whom they were given to", () => {
    const settings: AccessSettings = {
      people: [{ person: personal.card, level: "team" }],
      groups: [],
      defaults: [
        { origin: "organisation", level: "company" },
        { origin: "federated", level: "public" },
        { origin: "public", level: "public" },
      ],
    };
    expect(givenAt(settings, "team")).toEqual({ people: 1, groups: 0 });
    expect(originsAt(settings, "public")).toEqual(["federated", "public"]);
    expect(originsAt(settings, "blocked")).toEqual([]);
  });
});
