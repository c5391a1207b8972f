import { describe, expect, test } from "vitest";
import { phoneCountryOf, phoneForReader, phoneInternational, phoneToE164 } from "@/lib/client/format/phone";

describe("[PHONE] typed numbers become E.164", () => {
  test.each([
    ["+1 202-555-0101", "DE", "+12025550101"],
    ["(202) 555-0101", "US", "+12025550101"],
    ["030 123456", "DE", "+4930123456"],
    ["0049 30 123456", "US", "+4930123456"],
    ["  +49 (30) 123-456 ", "US", "+4930123456"],
    ["020 7946 0018", "GB", "+442079460018"],
  ] as const)("%s in %s is %s", (typed, country, e164) => {
    expect(phoneToE164(typed, country)).toBe(e164);
  });

  test.each(["", "12", "anna", "+", "+0 123 456", "+1 202-555-0101 ext. 4", "123456789012345678901"])("%j is no number", (typed) => {
    expect(phoneToE164(typed, "US")).toBeNull();
  });
});

describe("[PHONE] numbers are shown in the reader's form", () => {
  test("without the country code in the own country, with it elsewhere", () => {
    expect(phoneForReader("+12025550101", "US")).toBe("(202) 555-0101");
    expect(phoneForReader("+12025550101", "DE")).toBe("+1 202 555 0101");
    expect(phoneInternational("+4930123456")).toBe("+49 30 123456");
  });

  test("what is no number is shown as it is", () => {
    expect(phoneForReader("+999", "US")).toBe("+999");
  });
});

describe("[PHONE] the country of a number without a code", () => {
  test("is that of a known number, else of the browser, else the United States", () => {
    expect(phoneCountryOf([null, "+4930123456"], ["en-US"])).toBe("DE");
    expect(phoneCountryOf([null], ["not a language!", "de-CH", "en"])).toBe("CH");
    expect(phoneCountryOf([], ["de"])).toBe("DE");
    expect(phoneCountryOf(["+12025550101"], ["de"])).toBe("US");
    expect(phoneCountryOf([], [])).toBe("US");
  });
});
