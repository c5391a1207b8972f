import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminUsers, (_caller, query, rt) => rt.administration.listUsers(query)),
  withRoute(ROUTES.adminUserCreate, (caller, input, rt) => rt.administration.createUser(caller, input)),
);
