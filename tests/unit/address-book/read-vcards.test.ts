import { describe, expect, it } from "vitest";
import { readVCards } from "@/server/domain/address-book/read-vcards";

const card = (...lines: readonly string[]): string => ["BEGIN:VCARD", ...lines, "END:VCARD", ""].join("\r\n");
const one = (...lines: readonly string[]) => [...readVCards(card(...lines))][0];

describe("[ADR-1] vCard", () => {
  it("reads 4.0: folded lines, groups, escapes, quoted parameters, tel URIs (RFC 6350)", () => {
    expect(
      one(
        "VERSION:4.0",
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "FN:Zoë\\, van",
        "  der Berg",
        "N:van der Berg;Zoë;;;",
        "ORG:Berg\\; Söhne;Sales",
        "TITLE:Buyer",
        "EMAIL;PREF=50:second@example.net",
        "item1.EMAIL;TYPE=work;PREF=1:first@example.net",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-202-555-0177;ext=5555',
        "TEL;TYPE=cell:+1 202 555 0178",
        "TEL;TYPE=fax:+1 202 555 0179",
      ),
    ).toEqual({
      uid: "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
      displayName: "Zoë, van der Berg",
      company: "Berg; Söhne",
      title: "Buyer",
      emails: ["first@example.net", "second@example.net"],
      phones: [{ kind: "home", number: "+1-202-555-0177" }, { kind: "mobile", number: "+1 202 555 0178" }],
    });
  });

  it("reads 3.0 with preferred values first (RFC 2426), and a picture in between", () => {
    expect(one("VERSION:3.0", "N:Lindqvist;Per;Olof;;", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " SkZJRgABAQ==", "TEL;TYPE=WORK,VOICE:+46 8 555 01 02", "TEL;type=HOME;type=pref:+46 8 555 01 03", "EMAIL;TYPE=INTERNET:per@example.se")).toMatchObject({
      uid: null,
      displayName: "Per Olof Lindqvist",
      phones: [{ kind: "home", number: "+46 8 555 01 03" }, { kind: "work", number: "+46 8 555 01 02" }],
      emails: ["per@example.se"],
    });
  });

  it("reads 2.1: bare types, quoted-printable over several lines and in an old character set, and an agent inside", () => {
    expect(
      one(
        "VERSION:2.1",
        "N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller;J=F6rg",
        "FN;QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B6rg =",
        "M=C3=BC=",
        "ller",
        "AGENT:",
        "BEGIN:VCARD",
        "VERSION:2.1",
        "FN:Somebody Else",
        "END:VCARD",
        "TEL;WORK;VOICE:030 123456",
        "TEL;CELL:0170 1234567",
        "ORG:Firma",
      ),
    ).toMatchObject({ displayName: "Jörg Müller", company: "Firma", phones: [{ kind: "work", number: "030 123456" }, { kind: "mobile", number: "0170 1234567" }] });
    expect(one("VERSION:2.1", "N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller;J=F6rg")).toMatchObject({ displayName: "Jörg Müller" });
  });

  it("gives every card of a text, and nobody for a group; refuses what is no card or does not end", () => {
    const text = card("VERSION:3.0", "FN:One") + card("VERSION:4.0", "KIND:group", "FN:All", "MEMBER:urn:uuid:1") + card("VERSION:3.0", "FN:Two").replaceAll("\r\n", "\n");
    expect([...readVCards(text)].map((entry) => entry?.displayName)).toEqual(["One", undefined, "Two"]);
    for (const wrong of ["", "Name,Email", "BEGIN:VCARD\r\nFN:One", card("FN:One") + "BEGIN:VCARD\r\nFN:Two\r\n"]) {
      expect(() => [...readVCards(wrong)], JSON.stringify(wrong)).toThrow(expect.objectContaining({ code: "invalid_input" }));
    }
  });

  it("takes nonsense for what it is: nothing that throws or hangs", () => {
    for (const line of [":", ";;;:::", 'TEL;TYPE="home:1', "FN", "=:=", "TEL;TYPE=:", "N:;;;;", "EMAIL;PREF=x:a@b", "A;ENCODING=QUOTED-PRINTABLE:=", "FN;CHARSET=nonsense;QUOTED-PRINTABLE:=41=ZZ="]) {
      expect(() => [...readVCards(card("VERSION:3.0", line))], line).not.toThrow();
    }
    const large = `FN:${"a;".repeat(200_000)}${'"'.repeat(100_001)}`;
    const startedAt = performance.now();
    expect([...readVCards(card("VERSION:4.0", large))]).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
