import type { PhotoId } from "@/lib/protocol";

/** Where a picture is fetched, relative to the site. A new picture has a new id, so the answer may be kept for ever. */
export const photoPathOf = (photoId: PhotoId | string): string => `/api/v1/photos/${photoId}`;
