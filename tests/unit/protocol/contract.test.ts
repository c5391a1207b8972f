import { describe, expect, it } from "vitest";
import { z } from "zod";
import { COMMANDS, ERROR_CODES, EVENTS, PersonCard, ROUTES, strictForm, TimelineItem } from "@/lib/protocol";

describe("the contract", () => {
  it("[PROTO-1] names every command, event and route once", () => {
    const names = [...Object.values(COMMANDS), ...Object.values(EVENTS)].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const routes = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it("[PROTO-2] refuses unknown fields in every input", () => {
    for (const { name, input } of Object.values(COMMANDS)) expect(refusesUnknown(input), name).toBe(true);
    for (const { path, input } of Object.values(ROUTES)) expect(refusesUnknown(input), path).toBe(true);
  });

  it("[PROTO-3] gives every code an HTTP status of the right class", () => {
    for (const [code, { http, retry }] of Object.entries(ERROR_CODES)) {
      expect(http, code).toBeGreaterThanOrEqual(400);
      if (retry) expect([429, 500, 503], code).toContain(http);
    }
  });

  it("[PROTO-4] an old client survives a new field, the server's own check refuses it", () => {
    const card = { userId: "0199d2a0-0000-7000-8000-000000000001", displayName: "Anna Keller", shoeSize: 38 };
    expect(PersonCard.parse(card)).not.toHaveProperty("shoeSize");
    expect(strictForm(PersonCard).safeParse(card).success).toBe(false);
    expect(strictForm(z.object({ people: z.array(PersonCard.nullable()) })).safeParse({ people: [card] }).success).toBe(false);
  });

  it("[PROTO-5] strictness reaches into unions", () => {
    const line = {
      kind: "system", id: "0199d2a0-0000-7000-8000-000000000001", conversationId: "0199d2a0-0000-7000-8000-000000000002",
      actorId: "0199d2a0-0000-7000-8000-000000000003", code: "started", params: {}, createdRev: 1, rev: 1, sentAt: "2031-05-04T10:00:00.000Z",
    };
    expect(strictForm(TimelineItem).safeParse(line).success).toBe(true);
    expect(strictForm(TimelineItem).safeParse({ ...line, note: "x" }).success).toBe(false);
  });
});

function refusesUnknown(schema: z.ZodType): boolean {
  const parsed = schema.safeParse({ certainlyUnknown: 1 });
  return !parsed.success && parsed.error.issues.some((issue) => issue.code === "unrecognized_keys");
}
