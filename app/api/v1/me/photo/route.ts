import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.photoPut, ({ userId }, { imageBase64 }, rt) => rt.identity.changePhoto(userId, Buffer.from(imageBase64, "base64"))),
  withRoute(ROUTES.photoDelete, async ({ userId }, _input, rt) => {
    await rt.identity.removePhoto(userId);
    return {};
  }),
);
