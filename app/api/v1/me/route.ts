import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.me, (caller, _input, rt) => rt.identity.me(caller)),
  withRoute(ROUTES.meUpdate, (caller, patch, rt) => rt.identity.changeProfile(caller, patch)),
);
