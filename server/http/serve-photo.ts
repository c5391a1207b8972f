import { PhotoId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError, isAppError } from "@/server/domain/errors";
import { errorAnswer } from "./answers";
import { authenticate } from "./authenticate";
import { type Runtime, runtime } from "./runtime";

const ROUTE = "GET /photos/{photoId}";

/**
 * A person's picture, for whoever is signed in. Its address changes with it, so a browser may keep it for ever, but no
 * shared cache may, and a public computer keeps nothing.
 */
export async function servePhoto(request: Request, context: { params: Promise<{ photoId: string }> }): Promise<Response> {
  const rt = runtime();
  const requestId = uuidV7();
  try {
    const response = await answer(rt, request, (await context.params).photoId);
    rt.metrics.requests.inc({ route: ROUTE, code: "ok" });
    return response;
  } catch (error) {
    const code = isAppError(error) ? error.code : "internal";
    if (code === "internal") rt.log.error({ event: "route.failed", err: error, route: ROUTE, requestId }, "request failed");
    rt.metrics.requests.inc({ route: ROUTE, code });
    return errorAnswer(code, requestId);
  }
}

async function answer(rt: Runtime, request: Request, rawPhotoId: string): Promise<Response> {
  const session = await authenticate({ identity: rt.identity, sessionSecret: rt.auth.sessionSecret, secureCookies: rt.secureCookies }, request.headers.get("cookie"));
  if (!session) throw new AppError("unauthenticated");
  const photoId = PhotoId.safeParse(rawPhotoId);
  if (!photoId.success) throw new AppError("not_found");
  const { mediaType, bytes } = await rt.identity.getPhoto(photoId.data);
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "content-type": mediaType,
      "cache-control": session.publicComputer ? "no-store" : "private, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    },
  });
}
