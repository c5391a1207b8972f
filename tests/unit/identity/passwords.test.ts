import { describe, expect, it } from "vitest";
import { createAttemptLimiter, createScryptPasswords } from "@/server/domain/identity";
import { requireStrongPassword } from "@/server/domain/identity/password-rules";

const cheap = { concurrency: 2, queueMax: 100, ln: 4 };

describe("scrypt passwords", () => {
  const passwords = createScryptPasswords(cheap);

  it("[ID-3] verify what was hashed, in every normalisation form, and nothing else", async () => {
    const hash = await passwords.hash("Zürich läuft");
    expect(hash).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/);
    expect(await passwords.verify("Zürich läuft".normalize("NFD"), hash)).toBe(true);
    expect(await passwords.verify("Zurich lauft", hash)).toBe(false);
    expect(await passwords.verify("", hash)).toBe(false);
  });

  it("[ID-3] answer false, never throw, for nobody and for what is no hash", async () => {
    for (const stored of [null, "", "plain", "$scrypt$ln=4,r=8,p=1$short$short"]) expect(await passwords.verify("anything", stored)).toBe(false);
  });

  it("salt each time, and verify hashes of another cost", async () => {
    const [one, two] = [await passwords.hash("same"), await passwords.hash("same")];
    expect(one).not.toBe(two);
    const dearer = createScryptPasswords({ ...cheap, ln: 6 });
    expect(await dearer.verify("same", one)).toBe(true);
  });

  it("[ID-4] turn the surplus away at once instead of queueing without end", async () => {
    const narrow = createScryptPasswords({ concurrency: 1, queueMax: 2, ln: 4 });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => narrow.hash("x")));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "rejected", "rejected"]);
    expect(await narrow.hash("again")).toMatch(/^\$scrypt/); // The line is free again.
  });
});

describe("password rules", () => {
  const refused = (password: string): boolean => {
    try {
      requireStrongPassword(password, "anna.keller@example.com");
      return false;
    } catch {
      return true;
    }
  };
  it.each(["password123", "PASSWORT1", "aaaaaaaaaa", "abababababab", "anna.keller", "Anna.Keller@example.com"])("refuse %s", (password) => expect(refused(password)).toBe(true));
  it.each(["correct horse", "三个字母长的密码词", "Xk29 !fjq"])("accept %s", (password) => expect(refused(password)).toBe(false));
});

describe("attempt limiter", () => {
  const setup = (keysMax = 100) => {
    let nowMs = 0;
    const limiter = createAttemptLimiter({ burst: 3, refillMs: 1_000, keysMax }, () => nowMs);
    return { limiter, pass: (ms: number) => (nowMs += ms) };
  };

  it("[ID-4] allows a burst, then one more for each refill, and says how long to wait", () => {
    const { limiter, pass } = setup();
    expect([limiter.take("a"), limiter.take("a"), limiter.take("a"), limiter.take("a")]).toEqual([null, null, null, 1_000]);
    pass(400);
    expect(limiter.take("a")).toBe(600);
    pass(600);
    expect([limiter.take("a"), limiter.take("a")]).toEqual([null, 1_000]);
    expect(limiter.take("b")).toBeNull();
  });

  it("gives back and forgets, and never gives more than the burst", () => {
    const { limiter } = setup();
    for (let count = 0; count < 3; count += 1) limiter.take("a");
    limiter.giveBack("a");
    expect([limiter.take("a"), limiter.take("a")]).toEqual([null, 1_000]);
    limiter.clear("a");
    limiter.giveBack("a");
    expect(limiter.size).toBe(0);
    expect([limiter.take("a"), limiter.take("a"), limiter.take("a"), limiter.take("a")]).toEqual([null, null, null, 1_000]);
  });

  it("[ID-4] holds no more keys than it may, and drops the one longest unused", () => {
    const { limiter } = setup(3);
    for (const key of ["a", "b", "c"]) for (let count = 0; count < 3; count += 1) limiter.take(key);
    limiter.take("a"); // Refused, but used.
    for (let index = 0; index < 1_000; index += 1) limiter.take(`guess ${index % 2}`);
    expect(limiter.size).toBe(3);
    expect(limiter.take("b")).toBeNull(); // Forgotten, so it begins anew.
  });
});
