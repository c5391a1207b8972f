import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import * as protocol from "@/lib/protocol";

/** Schemas that have a name in the contract are printed by it where they are used. */
const names = new Map<z.ZodType, string>();
for (const [name, value] of Object.entries(protocol)) if (value instanceof z.ZodType && !names.has(value)) names.set(value, name);

/** The contract for people: codes, limits, commands, events, routes and the shapes they name. */
export function printProtocol(directory: string): string {
  const { COMMANDS, ERROR_CODES, EVENTS, PROTOCOL_VERSION, ROUTES } = protocol;
  const sections = [
    "# Protocol\n\nGenerated from `lib/protocol` by `npm run docs:print`. Meanings, orders and units stand in the comments there.\n" +
      `Protocol version ${PROTOCOL_VERSION}. \`?\` marks what may be left out; a server may add fields to what it sends, so ignore unknown ones.`,
    `## Sockets\n\nsocket.io at path \`/rt\`, WebSocket only. The handshake's \`auth\` is a \`Handshake\`; the session cookie says who. Every command is answered once, with \`{ ok: true, value }\` or \`{ ok: false, error: WireError }\`.`,
    `## Commands\n\n${Object.values(COMMANDS).map((command) => `### \`${command.name}\`\n\n\`\`\`ts\nask    ${typeOf(command.input)}\nanswer ${typeOf(command.output)}\n\`\`\``).join("\n\n")}`,
    `## Events\n\n${Object.values(EVENTS).map((event) => `### \`${event.name}\`\n\n\`\`\`ts\n${typeOf(event.payload)}\n\`\`\``).join("\n\n")}`,
    `## Routes\n\nBelow \`/api/v1\`; machine-readable in \`openapi.json\`. Who may call: anybody (public), whoever is signed in (user), administrators (admin).\n\n| method | path | who | what |\n|---|---|---|---|\n${Object.values(ROUTES).map(({ method, path: route, access, summary }) => `| ${method} | \`${route}\` | ${access} | ${summary.replaceAll("|", "\\|")} |`).join("\n")}`,
    `## Error codes\n\n| code | HTTP status | the same call may succeed later |\n|---|---|---|\n${Object.entries(ERROR_CODES).map(([code, { http, retry }]) => `| \`${code}\` | ${http} | ${retry ? "yes" : "no"} |`).join("\n")}`,
    `## Limits\n\n| name | value | meaning |\n|---|---|---|\n${limits(directory)}`,
    `## Shapes\n\n\`\`\`ts\n${[...names].filter(([schema]) => !(schema instanceof z.ZodString)).map(([schema, name]) => `type ${name} = ${typeOf(schema, { expand: true })}`).join("\n\n")}\n\`\`\``,
  ];
  return `${sections.join("\n\n")}\n`;
}

function limits(directory: string): string {
  const source = fs.readFileSync(path.join(directory, "limits.ts"), "utf8");
  const values = protocol as unknown as Record<string, unknown>;
  const rows: string[] = [];
  let meaning = "";
  for (const line of source.split("\n")) {
    meaning = /^\/\*\* (.*) \*\/$/.exec(line)?.[1] ?? meaning;
    const name = /^export const (\w+)/.exec(line)?.[1];
    if (name !== undefined) rows.push(`| \`${name}\` | ${String(values[name])} | ${meaning} |`);
  }
  return rows.join("\n");
}

/** A schema in TypeScript's notation, with the limits that types cannot say as comments. */
function typeOf(schema: z.ZodType, { expand = false, indent = "" }: { expand?: boolean; indent?: string } = {}): string {
  const name = names.get(schema);
  if (name !== undefined && !expand) return name;
  const inner = (child: unknown, deeper = indent): string => typeOf(child as z.ZodType, { indent: deeper });
  if (schema instanceof z.ZodObject) {
    const deeper = `${indent}  `;
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, field]) => {
      const optional = field instanceof z.ZodOptional || field instanceof z.ZodDefault;
      return `${deeper}${key}${optional ? "?" : ""}: ${inner(optional ? (field as z.ZodOptional).unwrap() : field, deeper)}`;
    });
    return fields.length === 0 ? "{}" : `{\n${fields.join("\n")}\n${indent}}`;
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return inner(schema.unwrap());
  if (schema instanceof z.ZodNullable) return `${inner(schema.unwrap())} | null`;
  if (schema instanceof z.ZodArray) return `Array<${inner(schema.element)}>`;
  if (schema instanceof z.ZodRecord) return `Record<${inner(schema.keyType)}, ${inner(schema.valueType)}>`;
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => inner(option)).join(" | ");
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => JSON.stringify(option)).join(" | ");
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => JSON.stringify(value)).join(" | ");
  if (schema instanceof z.ZodPipe) return inner(schema.in);
  return leaf(schema);
}

function leaf(schema: z.ZodType): string {
  if (schema instanceof z.ZodNumber) {
    const bounds = [schema.minValue !== null && Math.abs(schema.minValue) < Number.MAX_SAFE_INTEGER ? `from ${schema.minValue}` : "", schema.maxValue !== null && schema.maxValue < Number.MAX_SAFE_INTEGER ? `to ${schema.maxValue}` : ""].filter((text) => text !== "");
    return bounds.length === 0 ? "number" : `number /* ${bounds.join(" ")} */`;
  }
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    const notes = [schema.format ?? "", schema.minLength !== null ? `at least ${schema.minLength}` : "", schema.maxLength !== null ? `at most ${schema.maxLength}` : ""].filter((text) => text !== "");
    return notes.length === 0 ? "string" : `string /* ${notes.join(", ")} */`;
  }
  if (schema instanceof z.ZodBoolean) return "boolean";
  return "unknown";
}
