import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSecretBox } from "@/server/db/secret-box";

describe("secrets at rest", () => {
  const box = createSecretBox(randomBytes(32));
  const plain = Buffer.from("a connector's password");

  it("[KEY-3] come back as they were, and never look alike twice", () => {
    const sealed = box.seal(plain, "smtp");
    expect(box.open(sealed, "smtp")).toEqual(plain);
    expect(box.seal(plain, "smtp")).not.toBe(sealed);
    expect(sealed).not.toContain(plain.toString("base64url"));
  });
  it("[KEY-4] open with the same key and for the same purpose only", () => {
    const sealed = box.seal(plain, "smtp");
    expect(() => box.open(sealed, "ldap")).toThrow(/sealed under another key/);
    expect(() => createSecretBox(randomBytes(32)).open(sealed, "smtp")).toThrow(/restore SECRET_KEY/);
  });
  it("[KEY-5] do not open when a single bit was changed", () => {
    const sealed = box.seal(plain, "smtp");
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = changed[index]! ^ 1;
      expect(() => box.open(`v1.${changed.toString("base64url")}`, "smtp")).toThrow();
    }
    expect(() => box.open("v1.", "smtp")).toThrow(/damaged/);
    expect(() => box.open("plain text", "smtp")).toThrow(/damaged/);
  });
});
