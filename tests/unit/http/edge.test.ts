import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Method, ROUTES } from "@/lib/protocol";
import { safePath } from "@/lib/shared/safe-path";
import { findUnstorableText } from "@/lib/shared/storable-text";
import { parseCookies, printCookie } from "@/server/http/cookies";
import { describeApi } from "@/server/http/openapi";
import { createOriginCheck } from "@/server/http/origin";
import { isFromOwnSite } from "@/server/http/same-site";

describe("safe path", () => {
  it.each(["/", "/chat/1?x=1#y", "/a%2Fb", "/sign-in?next=%2F"])("[ID-13] keeps %s", (own) => expect(safePath(own)).toBe(own));
  it.each(["", "chat", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n//evil", "/.//evil.example", "/..//evil.example", "/a\\..\\b", null, undefined])(
    "[ID-13] goes nowhere else: %j",
    (unsafe) => expect(safePath(unsafe)).toBe("/"),
  );
  it("[ID-13] never leaves the site", () => {
    const piece = fc.constantFrom("/", "\\", ".", "..", "//", "@", ":", "evil.example", "\t", "%2f", "?", "#", "http:");
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => void expect(new URL(safePath(`/${pieces.join("")}`), "https://own.example").origin).toBe("https://own.example")));
  });
});

describe("own site", () => {
  const from = (headers: Record<string, string>): boolean => isFromOwnSite(new Headers(headers), "https://chat.example.com");
  it("[ID-10] takes changes from its own pages, and from programs that are no browsers", () => {
    expect(from({ origin: "https://chat.example.com" })).toBe(true);
    expect(from({ origin: "https://10.0.0.7", host: "10.0.0.7" })).toBe(true);
    expect(isFromOwnSite(new Headers({ origin: "http://localhost:3000", host: "localhost:3000" }), "http://127.0.0.1:3000")).toBe(true);
    expect(from({})).toBe(true);
  });
  it("[ID-10] takes nothing from a page of the same host that came without TLS", () => {
    expect(from({ origin: "http://chat.example.com", host: "chat.example.com" })).toBe(false);
    const mayConnect = createOriginCheck(undefined);
    const headers = { host: "chat.example.com", "x-forwarded-proto": "https" };
    expect(mayConnect({ headers: { ...headers, origin: "http://chat.example.com" } })).toBe(false);
    expect(mayConnect({ headers: { ...headers, origin: "https://chat.example.com" } })).toBe(true);
    expect(mayConnect({ headers: { host: "localhost:3000", "x-forwarded-proto": "http", origin: "http://localhost:3000" } })).toBe(true);
  });
  it("[ID-10] refuses every other page", () => {
    expect(from({ origin: "https://evil.example", host: "chat.example.com" })).toBe(false);
    expect(from({ origin: "null", host: "chat.example.com" })).toBe(false);
    expect(from({ origin: "https://chat.example.com:444", host: "chat.example.com" })).toBe(false);
    expect(from({ "sec-fetch-site": "cross-site" })).toBe(false);
    expect(from({ "sec-fetch-site": "same-site", origin: "https://chat.example.com" })).toBe(false);
  });
});

describe("cookies", () => {
  it("are read as they were printed, whatever the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const line = printCookie("a", value, { secure: true });
        expect(parseCookies(line.split(";", 1)[0])).toEqual({ a: value });
      }),
    );
  });
  it("leave out what is malformed, and keep the first of a name", () => {
    expect(parseCookies("a=1; b=%E0%A4%A; =x; c; a=2;  d = 4 ")).toEqual({ a: "1", d: "4" });
  });
});

describe("storable text", () => {
  it("finds what PostgreSQL cannot hold, at any depth", () => {
    expect(findUnstorableText({ a: ["fine", { b: "nul\0" }] })).toBe("a.1.b");
    expect(findUnstorableText({ a: "half \ud800" })).toBe("a");
    expect(findUnstorableText({ a: "👩‍👩‍👧‍👦", b: 1, c: null })).toBeNull();
  });
});

describe("the API's addresses", () => {
  const fileOf = (route: string): string => path.join("app/api/v1", ...route.replace(/\{(\w+)\}/g, "[$1]").split("/").filter(Boolean), "route.ts");
  it.each(Object.entries(ROUTES))("%s has its file, and the file answers its method", (name, route) => {
    expect(fs.readFileSync(fileOf(route.path), "utf8")).toContain(`withRoute(ROUTES.${name},`);
  });
  it("are all in the OpenAPI document", () => {
    const { paths } = describeApi() as { paths: Record<string, Partial<Record<Lowercase<Method>, unknown>>> };
    for (const { method, path: route } of Object.values(ROUTES)) expect(paths[`/api/v1${route}`]?.[method.toLowerCase() as Lowercase<Method>]).toBeDefined();
  });
});
