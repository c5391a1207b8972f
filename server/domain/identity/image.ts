/** A picture's kind and size, from its first bytes alone. Nothing is decoded here. */
export type ImageHeader = { mediaType: "image/png" | "image/jpeg" | "image/webp"; width: number; height: number };

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Null for what is none of the three, or is cut short before its size. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG.every((byte, index) => bytes[index] === byte)) return readPng(view);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(view);
  if (textAt(view, 0) === "RIFF" && textAt(view, 8) === "WEBP") return readWebp(view);
  return null;
}

function textAt(view: DataView, at: number): string {
  if (view.byteLength < at + 4) return "";
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** PNG (W3C) §11.2.1: IHDR comes first and begins with width and height. */
function readPng(view: DataView): ImageHeader | null {
  if (view.byteLength < 24 || textAt(view, 12) !== "IHDR") return null;
  return { mediaType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG (ITU-T T.81) §B.2.2: walk the segments to the frame header, SOF0..SOF15 but DHT, JPG and DAC. */
function readJpeg(view: DataView): ImageHeader | null {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // A fill byte.
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { mediaType: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** WebP (RFC 9649) §2.5-2.7: the size stands in another place for each of the three kinds. */
function readWebp(view: DataView): ImageHeader | null {
  if (view.byteLength < 30) return null;
  const mediaType = "image/webp";
  switch (textAt(view, 12)) {
    case "VP8 ":
      return { mediaType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { mediaType, width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
    default:
      return null;
  }
}
