import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import * as contract from "@/lib/protocol";

vi.doMock("zod", () => import("@/lib/protocol/zod-browser"));
vi.resetModules();
const inBrowser: typeof contract = await import("@/lib/protocol");
// Other files of this process are to have zod itself.
vi.doUnmock("zod");
vi.resetModules();

/** Everything a schema says of itself but its description, which no page reads. */
function form(schema: z.ZodType, io: "input" | "output"): unknown {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: "any" }), (key, value: unknown) => (key === "description" ? undefined : value)));
}

describe("[PROTO-7] the contract as a page has it", () => {
  const parts = [
    ...Object.entries(contract.COMMANDS).flatMap(([name, command]) => (["input", "output", "reply"] as const).map((part) => [`COMMANDS.${name}.${part}`, command[part], inBrowser.COMMANDS[name as keyof typeof contract.COMMANDS][part]] as const)),
    ...Object.entries(contract.EVENTS).map(([name, event]) => [`EVENTS.${name}.payload`, event.payload, inBrowser.EVENTS[name as keyof typeof contract.EVENTS].payload] as const),
    ...Object.entries(contract.ROUTES).flatMap(([name, route]) => (["input", "output"] as const).map((part) => [`ROUTES.${name}.${part}`, route[part], inBrowser.ROUTES[name as keyof typeof contract.ROUTES][part]] as const)),
  ] as const;

  it("is made of other classes", () => {
    expect(inBrowser.Message).not.toBe(contract.Message);
    expect(inBrowser.Message).not.toBeInstanceOf(z.ZodType);
  });

  it.each(parts)("%s is the same", (_name, whole, light) => {
    for (const io of ["input", "output"] as const) expect(form(light, io)).toEqual(form(whole, io));
  });

  it.each<[keyof typeof contract, unknown]>([
    ["Email", "  Anna@Example.COM "],
    ["Email", "anna"],
    ["UserId", "0199D2A0-0000-7000-8000-00000000000A"],
    ["UserId", "0199d2a0"],
    ["Name", "   "],
    ["Name", " Anna "],
    ["IanaZone", "Europe/Berlin"],
    ["IanaZone", "Europe/Nowhere"],
    ["PhoneNumber", "+12025550143"],
    ["PhoneNumber", "555-0143"],
    ["MessageBody", { type: "doc", content: [{ type: "paragraph" }] }],
    ["MessageBody", { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Hi" }] }] }],
    ["MessageBody", { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Hi", marks: [{ type: "link", href: "javascript:alert(1)" }] }] }] }],
    ["PersonCard", { userId: "0199d2a0-0000-7000-8000-000000000001", displayName: "Anna Keller", shoeSize: 38 }],
    ["Handshake", { protocolVersion: 1, endpointId: "0199d2a0-0000-7000-8000-000000000001", device: "desktop" }],
    ["Handshake", { protocolVersion: 1, endpointId: "0199d2a0-0000-7000-8000-000000000001", device: "phone" }],
    ["SettingsPatch", { theme: "dark" }],
    ["SettingsPatch", { theme: "loud" }],
  ])("%s answers %j alike", (name, value) => {
    const [whole, light] = [contract, inBrowser].map((side) => (side[name] as z.ZodType).safeParse(value));
    expect(light?.success).toBe(whole?.success);
    expect(light?.data).toEqual(whole?.data);
  });
});
