import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminUser, (_caller, { userId }, rt) => rt.administration.getUser(userId)),
  withRoute(ROUTES.adminUserUpdate, (caller, change, rt) => rt.administration.updateUser(caller, change)),
);
