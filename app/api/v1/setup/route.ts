import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.setup, async ({ address }, input, rt) => {
    await rt.identity.setUp({ ...input, address });
    return {};
  }),
);
