import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminGroups, async (_caller, _input, rt) => ({ groups: await rt.administration.listGroups() })),
  withRoute(ROUTES.adminGroupCreate, (caller, input, rt) => rt.administration.createGroup(caller, input)),
);
