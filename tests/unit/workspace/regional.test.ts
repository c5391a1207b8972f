import { afterEach, describe, expect, test, vi } from "vitest";
import { clockOf, regionalOf } from "@/components/people/regional";

const afternoon = new Date("2026-10-13T14:05:00Z");
/** Newer tables of languages put a narrow space before "PM". */
const clock = (locale: string): string => clockOf(locale, "UTC").format(afternoon).replace(/\s/gu, " ");

describe("times as the browser's region has them", () => {
  afterEach(() => void vi.unstubAllGlobals());

  test.each([
    ["en", ["en-GB", "en"], "en-GB", "14:05"],
    ["en", ["en-US"], "en-US", "2:05 PM"],
    ["en", ["de-DE"], "en", "14:05"],
    ["de", ["en-US"], "de", "2:05 PM"],
    ["de", [], "de", "14:05"],
  ])("%s for %j", (locale, languages, regional, time) => {
    vi.stubGlobal("navigator", { languages });
    expect(regionalOf(locale)).toBe(regional);
    expect(clock(locale)).toBe(time);
  });

  test.each([["C"], ["POSIX"], ["en-US@posix"], ["en_GB.UTF-8"], [""], ["*"]])("a browser that calls its language %j is passed over", (language) => {
    vi.stubGlobal("navigator", { languages: [language, "en-GB"] });
    expect(regionalOf("en")).toBe("en-GB");
    vi.stubGlobal("navigator", { languages: [language] });
    expect(regionalOf("en")).toBe("en");
    expect(() => clockOf("en")).not.toThrow();
  });
});
