import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryDirectory } from "@/tests/support/temporary-directory";

type Bootstrap = { fingerprint(paths: string[], extra?: string): string; isFresh(stamp: string, print: string, outputs: string[]): boolean; isOldNode(version: string): boolean };

describe("what a start may skip", () => {
  const here = process.cwd();
  let bootstrap: Bootstrap;
  let remove: () => void;
  beforeEach(async () => {
    // Plain JavaScript for Node 20: it has no types.
    bootstrap = (await import(path.join(here, "scripts/bootstrap.mjs"))) as Bootstrap;
    const { directory, remove: clean } = temporaryDirectory("bootstrap");
    remove = clean;
    process.chdir(directory);
    fs.mkdirSync("app");
    fs.writeFileSync("app/page.tsx", "one");
  });
  afterEach(() => {
    process.chdir(here);
    remove();
  });

  it("[START-1] content counts, not time", () => {
    const before = bootstrap.fingerprint(["app"]);
    fs.utimesSync("app/page.tsx", new Date(), new Date(Date.now() + 60_000));
    expect(bootstrap.fingerprint(["app"])).toBe(before);
    fs.writeFileSync("app/page.tsx", "two");
    expect(bootstrap.fingerprint(["app"])).not.toBe(before);
  });
  it("[START-2] a file more, less, renamed or moved counts; what is not there counts as not there", () => {
    const seen = new Set([bootstrap.fingerprint(["app", "proxy.ts"])]);
    const look = (): void => {
      const size = seen.size;
      seen.add(bootstrap.fingerprint(["app", "proxy.ts"]));
      expect(seen.size).toBe(size + 1);
    };
    fs.writeFileSync("proxy.ts", "");
    look();
    fs.renameSync("app/page.tsx", "app/other.tsx");
    look();
    fs.mkdirSync("app/deep");
    fs.renameSync("app/other.tsx", "app/deep/other.tsx");
    look();
  });
  it("[START-3] a step is done again without its stamp, with another one, or without its result", () => {
    fs.writeFileSync("result", "");
    expect(bootstrap.isFresh("stamp", "print", ["result"])).toBe(false);
    fs.writeFileSync("stamp", "print");
    expect(bootstrap.isFresh("stamp", "print", ["result"])).toBe(true);
    expect(bootstrap.isFresh("stamp", "other", ["result"])).toBe(false);
    fs.rmSync("result");
    expect(bootstrap.isFresh("stamp", "print", ["result"])).toBe(false);
  });
  it("[START-4] a Node before 22.13 is too old", () => {
    expect(["20.20.2", "22.12.9", "18.0.0"].map((version) => bootstrap.isOldNode(version))).toEqual([true, true, true]);
    expect(["22.13.0", "24.0.0", "26.1.0"].map((version) => bootstrap.isOldNode(version))).toEqual([false, false, false]);
  });
});
