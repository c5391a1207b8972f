import { describe, expect, test } from "vitest";
import { CONTOUR_LINES } from "@/components/auth/contour-lines";
import { wrongFieldsOf } from "@/components/auth/setup-values";
import { waitText } from "@/components/auth/wait-text";

describe("[SIGN-IN] the time to wait is said in words", () => {
  test.each([
    [400, "en", "1 second"],
    [59_000, "en", "59 seconds"],
    [60_000, "en", "1 minute"],
    [61_000, "en", "2 minutes"],
    [90_000, "de", "2 Minuten"],
    [1_000, "de", "1 Sekunde"],
  ])("%d ms in %s is %s", (waitMs, locale, words) => {
    expect(waitText(waitMs, locale)).toBe(words);
  });
});

describe("[SETUP] what would be refused is told before it is sent", () => {
  const right = { organisationName: "Example", sipDomain: "example.com", givenName: "Admin", familyName: "Example", email: "admin@example.com", password: "correct horse battery" };

  test("right values pass", () => {
    expect(wrongFieldsOf(right)).toEqual([]);
  });

  test("each wrong one is named, in the order of the form", () => {
    expect(wrongFieldsOf({ ...right, password: "short", sipDomain: "not a domain", email: "admin" })).toEqual(["sipDomain", "email", "password"]);
    expect(wrongFieldsOf({ ...right, organisationName: "  ", givenName: "" })).toEqual(["organisationName", "givenName"]);
  });
});

test("[SIGN-IN] the landscape is drawn of numbers only", () => {
  expect(CONTOUR_LINES).toHaveLength(15);
  expect(new Set(CONTOUR_LINES).size).toBe(15);
  for (const line of CONTOUR_LINES) expect(line).toMatch(/^M[-\d. ]+(C[-\d. ]+)+$/u);
});
