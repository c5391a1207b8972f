import fs from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImageHeader } from "@/server/domain/identity/image";

const bytes = (...parts: (string | number[])[]): Uint8Array => Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));

describe("image header", () => {
  it("reads a real PNG", () => {
    expect(readImageHeader(fs.readFileSync("prisma/seed/photos/anna.png"))).toEqual({ mediaType: "image/png", width: 128, height: 128 });
  });

  it("finds the frame of a JPEG behind its other segments", () => {
    const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 0, 0xff, 0xff, 0xc2, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 0, 0, 0]);
    expect(readImageHeader(jpeg)).toEqual({ mediaType: "image/jpeg", width: 0x0304, height: 0x0102 });
  });

  it("reads all three kinds of WebP", () => {
    const riff = (kind: string, data: number[]): Uint8Array => bytes("RIFF", [0, 0, 0, 0], "WEBP", kind, [0, 0, 0, 0], data, Array.from({ length: 20 }, () => 0));
    expect(readImageHeader(riff("VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 64, 0, 32, 0]))).toMatchObject({ width: 64, height: 32 });
    expect(readImageHeader(riff("VP8L", [0x2f, 63, 0xc0, 7, 0]))).toMatchObject({ width: 64, height: 32 });
    expect(readImageHeader(riff("VP8X", [0, 0, 0, 0, 63, 0, 0, 31, 0, 0]))).toMatchObject({ width: 64, height: 32 });
  });

  it.each(["GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "RIFF0000WEBP", ""])("takes %j for none", (text) => {
    expect(readImageHeader(bytes(text))).toBeNull();
  });

  it("never throws, whatever the bytes", () => {
    const starts = fc.constantFrom([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], [0xff, 0xd8, 0xff], [...Buffer.from("RIFF....WEBPVP8X")], []);
    fc.assert(fc.property(starts, fc.uint8Array({ maxLength: 60 }), (start, rest) => void readImageHeader(Uint8Array.from([...start, ...rest]))));
  });
});
