import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.password, async (caller, input, rt) => {
    await rt.identity.changePassword(caller, input);
    return {};
  }),
);
