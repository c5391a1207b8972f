/** A picture under a square window: how large it is drawn and where its corner is, in CSS px of the window. */
export type Crop = { scale: number; left: number; top: number };
export type Size = { width: number; height: number };

/** The least scale that leaves no gap in the window. */
export function coverScale(picture: Size, windowPx: number): number {
  return windowPx / Math.min(picture.width, picture.height);
}

/** Drawn as small as it goes, its middle in the middle. */
export function centredCrop(picture: Size, windowPx: number): Crop {
  const scale = coverScale(picture, windowPx);
  return { scale, left: (windowPx - picture.width * scale) / 2, top: (windowPx - picture.height * scale) / 2 };
}

/** Moves by so much, as far as the picture's edges allow. */
export function moved(crop: Crop, picture: Size, windowPx: number, by: { x: number; y: number }): Crop {
  return held({ ...crop, left: crop.left + by.x, top: crop.top + by.y }, picture, windowPx);
}

/** Draws it `zoom` (1..) times as large as need be; what was in the middle stays there. */
export function zoomed(crop: Crop, picture: Size, windowPx: number, zoom: number): Crop {
  const scale = coverScale(picture, windowPx) * Math.max(1, zoom);
  const grown = scale / crop.scale;
  const middle = windowPx / 2;
  return held({ scale, left: middle - (middle - crop.left) * grown, top: middle - (middle - crop.top) * grown }, picture, windowPx);
}

/** The square of the picture that the window shows, in the picture's own pixels. */
export function sourceSquare(crop: Crop, windowPx: number): { x: number; y: number; side: number } {
  // From zero, so that it is never minus zero.
  return { x: 0 - crop.left / crop.scale, y: 0 - crop.top / crop.scale, side: windowPx / crop.scale };
}

function held(crop: Crop, picture: Size, windowPx: number): Crop {
  const within = (value: number, drawn: number): number => Math.min(0, Math.max(windowPx - drawn, value));
  return { scale: crop.scale, left: within(crop.left, picture.width * crop.scale), top: within(crop.top, picture.height * crop.scale) };
}
