/** Longest side of a stored picture, in px. */
export const PHOTO_SIDE_MAX = 512;

/** Reads a picture file as the browser shows it, turned upright. @throws DOMException when it is none. */
export async function decodePhoto(file: Blob): Promise<ImageBitmap> {
  return createImageBitmap(file, { imageOrientation: "from-image" });
}

/** Cuts a square out, makes it at most 512 px wide, and gives its bytes as Base64. WebP where the browser can, else JPEG. */
export async function encodePhoto(picture: ImageBitmap, square: { x: number; y: number; side: number }): Promise<string> {
  const side = Math.min(PHOTO_SIDE_MAX, Math.round(square.side));
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No canvas in this browser");
  // Where the picture is transparent JPEG would show black.
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, square.x, square.y, square.side, square.side, 0, 0, side, side);
  return base64Of((await blobOf(canvas, "image/webp")) ?? (await blobOf(canvas, "image/jpeg")) ?? (await refuse()));
}

/** Null when the browser cannot write this format: it then gives PNG. */
async function blobOf(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.86));
  return blob?.type === type ? blob : null;
}

async function refuse(): Promise<Blob> {
  throw new Error("This browser cannot write pictures");
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text);
}
