import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { decideSeed, loadEnv, loadSecretKey, SETTINGS } from "@/server/config";
import { temporaryDirectory } from "@/tests/support/temporary-directory";

const messageOf = (source: Record<string, string>): string => {
  try {
    loadEnv(source);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
};

describe("settings", () => {
  it("[CFG-1] are complete without any variable", () => {
    expect(loadEnv({})).toMatchObject({ PORT: 3_000, HOST: "127.0.0.1", DATA_DIR: path.resolve("data"), TRUSTED_PROXIES: [], NODE_ENV: "production" });
  });

  it("[CFG-2] are refused all at once, crosswise ones too, and without values", () => {
    const secret = "hunter2-do-not-print";
    const message = messageOf({ PORT: secret, PUBLIC_URL: `ftp://${secret}`, SECRET_KEY: secret, DATABASE_URL: `mysql://u:${secret}@h/d`, TRUSTED_PROXIES: `10.0.0.0/33,${secret}`, SEED: secret, LOG_LEVEL: secret, TLS_CERT: secret, OIDC_CLIENT_SECRET: secret });
    for (const name of ["PORT", "PUBLIC_URL", "SECRET_KEY", "DATABASE_URL", "TRUSTED_PROXIES", "SEED", "LOG_LEVEL", "TLS_KEY", "OIDC_ISSUER", "OIDC_CLIENT_ID"]) {
      expect(message).toMatch(new RegExp(`^  ${name}: `, "m"));
    }
    expect(message).not.toContain(secret);
  });

  it("[CFG-3] treat an empty variable as one that is not set", () => {
    expect(loadEnv({ PORT: "", DATABASE_URL: "" })).toMatchObject({ PORT: 3_000 });
  });

  it("[CFG-4] take only an origin for PUBLIC_URL, and only https beside a certificate", () => {
    expect(loadEnv({ PUBLIC_URL: "https://Chat.Example.com/" }).PUBLIC_URL).toBe("https://chat.example.com");
    expect(messageOf({ PUBLIC_URL: "https://example.com/chat" })).toContain("must have no path");
    expect(messageOf({ PUBLIC_URL: "http://example.com", TLS_CERT: "a", TLS_KEY: "b" })).toContain("must be https");
  });

  it.each(["10.0.0.0/8", "::1", "2001:db8::/32", "192.0.2.7"])("[CFG-5] take %s for a proxy", (range) => {
    expect(loadEnv({ TRUSTED_PROXIES: ` ${range} ,127.0.0.1` }).TRUSTED_PROXIES).toEqual([range, "127.0.0.1"]);
  });
  it.each(["10.0.0.0/x", "proxy.example.com", "1.2.3.4/8/8", "::1/129", "10.0.0"])("[CFG-5] refuse %s for a proxy", (range) => {
    expect(messageOf({ TRUSTED_PROXIES: range })).toContain("TRUSTED_PROXIES");
  });

  it("[CFG-6] are all described, each once", () => {
    expect(SETTINGS.length).toBeGreaterThan(15);
    for (const { name, description } of SETTINGS) expect(description, name).not.toBe("");
    expect(new Set(SETTINGS.map(({ name }) => name)).size).toBe(SETTINGS.length);
  });
});

describe("what a new database is seeded with", () => {
  const decide = (settings: Record<string, string>, fresh: boolean, directory: string): string => decideSeed(loadEnv({ DATA_DIR: directory, ...settings }), fresh);

  it("[SEED-1] demo on a loopback address while the data are new, and for ever after", () => {
    const { directory, remove } = temporaryDirectory("seed");
    expect(decide({}, true, directory)).toBe("demo");
    expect(decide({}, false, directory)).toBe("demo");
    expect(decide({ HOST: "0.0.0.0" }, false, directory)).toBe("none");
    remove();
  });
  it("[SEED-2] nothing where others can reach the server, unless it is set", () => {
    const { directory, remove } = temporaryDirectory("seed");
    expect(decide({ HOST: "0.0.0.0" }, true, directory)).toBe("none");
    expect(decide({ HOST: "192.0.2.1", SEED: "demo" }, true, directory)).toBe("demo");
    remove();
  });
  it("[SEED-3] nothing in data that began empty, also when the setting is gone later", () => {
    const { directory, remove } = temporaryDirectory("seed");
    expect(decide({ SEED: "none" }, true, directory)).toBe("none");
    expect(decide({}, false, directory)).toBe("none");
    remove();
  });
});

describe("the key of sealed secrets", () => {
  it("[KEY-1] is made once in DATA_DIR, for its owner alone", () => {
    const { directory, remove } = temporaryDirectory("key");
    const env = loadEnv({ DATA_DIR: directory });
    const key = loadSecretKey(env);
    expect(key).toHaveLength(32);
    expect(loadSecretKey(env)).toEqual(key);
    expect(fs.statSync(path.join(directory, "secret.key")).mode & 0o777).toBe(0o600);
    remove();
  });
  it("[KEY-2] follows SECRET_KEY where it is set, and leaves no file", () => {
    const { directory, remove } = temporaryDirectory("key");
    const first = loadSecretKey(loadEnv({ DATA_DIR: directory, SECRET_KEY: "a".repeat(32) }));
    expect(loadSecretKey(loadEnv({ DATA_DIR: directory, SECRET_KEY: "a".repeat(32) }))).toEqual(first);
    expect(loadSecretKey(loadEnv({ DATA_DIR: directory, SECRET_KEY: "b".repeat(32) }))).not.toEqual(first);
    expect(fs.readdirSync(directory)).toEqual([]);
    remove();
  });
});
