import { z } from "zod";
import { type AnyRoute, ERROR_CODES, type ErrorCode, ROUTES, WireError } from "@/lib/protocol";

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

/** OpenAPI 3.1 of every REST route, made from the contract: there is no second description to drift from it. */
export function describeApi(): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, route] of Object.entries(ROUTES)) {
    const path = (paths[`/api/v1${route.path}`] ??= {});
    path[route.method.toLowerCase()] = describeRoute(operationId, route);
  }
  paths["/api/v1/photos/{photoId}"] = { get: PHOTO };
  return {
    openapi: "3.1.0",
    info: { title: "Parley", version: "1", description: "Errors are `{ error: WireError }`; their codes are stable. Changes are accepted from the own site only." },
    paths,
    components: {
      schemas: { WireError: schemaOf(WireError, "output") },
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "parley.session", description: "Made by signing in at /api/auth; over https its name begins with `__Secure-`." } },
      responses: { Refused: { description: describeCodes(), content: { "application/json": { schema: { type: "object", required: ["error"], properties: { error: { $ref: "#/components/schemas/WireError" } } } } } } },
    },
  };
}

const PHOTO: Json = {
  operationId: "photo",
  summary: "A person's picture",
  security: [{ session: [] }],
  parameters: [{ name: "photoId", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
  responses: { 200: { description: "The picture", content: { "image/png": {}, "image/jpeg": {}, "image/webp": {} } }, default: { $ref: "#/components/responses/Refused" } },
};

function describeCodes(): string {
  const rows = (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => `${ERROR_CODES[code].http} ${code}`);
  return `Refused: ${rows.join(", ")}`;
}

function describeRoute(operationId: string, route: AnyRoute): Json {
  const input = schemaOf(route.input, "input") as { properties?: Record<string, Json>; required?: string[] };
  const properties = input.properties ?? {};
  const required = new Set(input.required ?? []);
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const hasBody = route.method !== "GET" && route.method !== "DELETE";
  const parameters = [
    ...inPath.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? {} })),
    ...(hasBody ? [] : rest.map((name) => ({ name, in: "query", required: required.has(name), schema: properties[name] ?? {} }))),
  ];
  const bodySchema = { type: "object", additionalProperties: false, properties: Object.fromEntries(rest.map((name) => [name, properties[name]])), required: rest.filter((name) => required.has(name)) };
  return {
    operationId,
    summary: route.summary,
    ...(route.access === "admin" ? { description: "Administrators only." } : {}),
    security: route.access === "public" ? [] : [{ session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody && rest.length > 0 ? { requestBody: { required: true, content: { "application/json": { schema: bodySchema } } } } : {}),
    responses: { 200: { description: "Done", content: { "application/json": { schema: schemaOf(route.output, "output") } } }, default: { $ref: "#/components/responses/Refused" } },
  };
}

/** Says nothing about this installation, so anybody may read it. */
export function serveOpenApi(): Response {
  return new Response(JSON.stringify(describeApi()), { headers: { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=300" } });
}
