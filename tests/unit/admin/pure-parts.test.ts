import { describe, expect, test } from "vitest";
import { fieldChanges, shownValue } from "@/components/admin/audit-changes";
import { decodeCsv, previewOf, PREVIEW_ROWS, type PreviewRow } from "@/components/admin/csv-preview";
import { groupInputOf, wrongOf } from "@/components/admin/group-fields";
import { PROFILE_FIELDS, type ProfileValues, profilePatchOf } from "@/components/admin/profile-patch";
import { CSV_TEXT_MAX, type Profile, ProfilePatch } from "@/lib/protocol";

describe("[IMPORT] the preview", () => {
  const rows = Array.from({ length: 300 }, (_row, index): PreviewRow => ({ line: index + 2, email: `user${index}@example.com`, action: index % 100 === 99 ? "error" : "create", problems: index % 100 === 99 ? ["email"] : [] }));

  test("shows wrong lines first, so that nobody imports past them", () => {
    const { shown, hidden } = previewOf(rows, "all");
    expect(shown.slice(0, 4).map(({ line }) => line)).toEqual([101, 201, 301, 2]);
    expect([shown.length, hidden]).toEqual([PREVIEW_ROWS, 300 - PREVIEW_ROWS]);
  });

  test("or only wrong lines", () => {
    expect(previewOf(rows, "errors")).toMatchObject({ shown: [{ line: 101 }, { line: 201 }, { line: 301 }], hidden: 0 });
  });

  test("reads UTF-8 and what old spreadsheets wrote", () => {
    expect(decodeCsv(new TextEncoder().encode("givenName\nJürgen"))).toBe("givenName\nJürgen");
    expect(decodeCsv(Uint8Array.from([0x4a, 0xfc, 0x72]))).toBe("Jür");
    expect(decodeCsv(new Uint8Array(CSV_TEXT_MAX + 1).fill(0x61))).toBeNull();
  });
});

describe("[AUDIT] before and after", () => {
  test("only what differs, with the fields of a profile as fields", () => {
    const before = { role: "user", profile: { title: "Sales", office: null } };
    const after = { role: "admin", profile: { title: "Sales", office: "" } };
    expect(fieldChanges(before, after)).toEqual([{ field: "role", before: "user", after: "admin" }]);
  });

  test("a new thing shows what it has, a deleted one what it had", () => {
    expect(fieldChanges(null, { name: "Sales", members: [] })).toEqual([{ field: "name", before: undefined, after: "Sales" }]);
    expect(fieldChanges({ name: "Sales" }, null)).toEqual([{ field: "name", before: "Sales", after: undefined }]);
  });

  test("ids are shown by name where it is known", () => {
    const nameOf = (id: string): string => (id === "a1" ? "Leadership" : id);
    expect(shownValue(["a1", "b2"], nameOf)).toEqual({ kind: "text", text: "Leadership, b2" });
    expect(shownValue(["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"], nameOf)).toEqual({ kind: "text", text: "2" });
    expect(shownValue(null, nameOf)).toEqual({ kind: "empty" });
    expect(shownValue(false, nameOf)).toEqual({ kind: "boolean", value: false });
    expect(shownValue(3, nameOf)).toEqual({ kind: "text", text: "3" });
  });
});

describe("[GROUPS] the form", () => {
  test.each([
    [{ name: "Sales", priority: "1" }, []],
    [{ name: " ", priority: "1001" }, ["name", "priority"]],
    [{ name: "Sales", priority: "" }, ["priority"]],
    [{ name: "Sales", priority: "1.5" }, ["priority"]],
    [{ name: "Sales", priority: "1", email: "sales" }, ["email"]],
    [{ name: "Sales", priority: "1", email: " sales@example.com " }, []],
  ])("%j has %j wrong", (values, wrong) => {
    expect(wrongOf({ email: "", published: false, ...values })).toEqual(wrong);
  });

  test("[F32] sends no address for an empty one, and addresses in lower case", () => {
    expect(groupInputOf({ name: " Sales ", priority: "7", email: " Sales@Example.com ", published: true })).toEqual({ name: "Sales", priority: 7, email: "sales@example.com", published: true });
    expect(groupInputOf({ name: "Sales", priority: "7", email: " ", published: false }).email).toBeNull();
  });
});

describe("[USERS] mending a profile", () => {
  const stored: Profile = { givenName: "Carol", familyName: "Lindqvist", displayName: "Carol Lindqvist", title: "Head of Sales", company: null, department: null, office: null, workPhone: "+12025550103", mobilePhone: null, homePhone: null, otherPhone: null, timeZone: null, website: null };
  const shown = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, stored[field] ?? ""])) as ProfileValues;
  const toE164 = (typed: string): string | null => (typed.startsWith("+") ? typed.replaceAll(" ", "") : null);

  test("sends only what differs, in the contract's form", () => {
    const read = profilePatchOf({ ...shown, title: " ", department: "Sales", workPhone: "+1 202 5550 103", familyName: "" }, stored, toE164);
    expect(read).toEqual({ ok: true, patch: { title: null, department: "Sales", familyName: "" } });
    expect(read.ok && ProfilePatch.safeParse(read.patch).success).toBe(true);
  });

  test("names what cannot be stored", () => {
    expect(profilePatchOf({ ...shown, displayName: "", workPhone: "call me" }, stored, toE164)).toEqual({
      ok: false,
      wrong: [
        { field: "displayName", why: "required" },
        { field: "workPhone", why: "phoneInvalid" },
      ],
    });
  });
});
