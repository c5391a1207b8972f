import { describe, expect, it } from "vitest";
import { createLogger } from "@/server/telemetry";

const SECRET = "correct horse battery staple";

function capture(write: (log: ReturnType<typeof createLogger>) => void): string {
  let lines = "";
  write(createLogger({ level: "debug", write: (line) => (lines += line) }));
  return lines;
}

describe("the logger", () => {
  const names = ["password", "currentPassword", "newPassword", "passwordHash", "token", "tokenHash", "secret", "clientSecret", "cookie", "authorization", "set-cookie", "body", "draft", "imageBase64", "csv", "key", "sealed", "DATABASE_URL", "SECRET_KEY"];

  it.each(names)("[LOG-1] never writes what stands under %s, at four depths", (name) => {
    const text = capture((log) => {
      log.info({ [name]: SECRET }, "at the top");
      log.info({ input: { [name]: SECRET } }, "one deep");
      log.info({ a: { input: { [name]: SECRET } } }, "two deep");
      log.info({ a: { b: { input: { [name]: SECRET } } } }, "three deep");
      log.child({ [name]: SECRET }).warn({}, "in a child");
    });
    expect(text).not.toContain(SECRET);
    expect(text.match(/\[redacted\]/g)).toHaveLength(5);
  });

  it("[LOG-1] hides secrets inside errors and lists, and changes nobody's objects", () => {
    const fields = { list: [{ password: SECRET }], err: Object.assign(new Error("why"), { detail: { token: SECRET } }) };
    expect(capture((log) => log.error(fields, "failed"))).not.toContain(SECRET);
    expect(fields.list).toEqual([{ password: SECRET }]);
  });

  it("[LOG-1] keeps a refused row, which PostgreSQL quotes, to itself", () => {
    const refused = Object.assign(new Error("violates check constraint"), { detail: `Failing row contains (${SECRET}).`, where: SECRET });
    expect(capture((log) => log.error({ err: refused }, "failed"))).not.toContain(SECRET);
  });

  it("[LOG-2] writes an error's stack under err", () => {
    const [line = ""] = capture((log) => log.error({ event: "x.failed", err: new Error("why") }, "failed")).split("\n");
    expect(JSON.parse(line)).toMatchObject({ level: "error", event: "x.failed", msg: "failed", err: { message: "why" } });
    expect(line).toContain("logger.test.ts");
  });

  it("[LOG-3] leaves out what is below its level", () => {
    let lines = "";
    const log = createLogger({ level: "warn", write: (line) => (lines += line) });
    log.info({}, "no");
    log.debug({}, "no");
    expect(lines).toBe("");
  });
});
