import { describe, expect, test } from "vitest";
import { centredCrop, coverScale, moved, sourceSquare, zoomed } from "@/components/settings/crop-geometry";

const WINDOW = 256;
const WIDE = { width: 1_024, height: 512 };

describe("[PHOTO] cutting a square", () => {
  test("starts in the middle, as large as the short side", () => {
    expect(sourceSquare(centredCrop(WIDE, WINDOW), WINDOW)).toEqual({ x: 256, y: 0, side: 512 });
  });

  test("never shows what lies beyond the picture's edge", () => {
    const far = moved(centredCrop(WIDE, WINDOW), WIDE, WINDOW, { x: 5_000, y: 5_000 });
    expect(sourceSquare(far, WINDOW)).toEqual({ x: 0, y: 0, side: 512 });
    const other = moved(far, WIDE, WINDOW, { x: -5_000, y: -5_000 });
    expect(sourceSquare(other, WINDOW)).toEqual({ x: 512, y: 0, side: 512 });
  });

  test("keeps the middle where it is when it grows", () => {
    const near = zoomed(centredCrop(WIDE, WINDOW), WIDE, WINDOW, 2);
    expect(sourceSquare(near, WINDOW)).toEqual({ x: 384, y: 128, side: 256 });
  });

  test("fills the window with a picture smaller than it, and never shrinks below that", () => {
    const small = { width: 64, height: 100 };
    expect(coverScale(small, WINDOW)).toBe(4);
    expect(zoomed(centredCrop(small, WINDOW), small, WINDOW, 0.1).scale).toBe(4);
  });
});
