import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminGroupUpdate, (caller, change, rt) => rt.administration.updateGroup(caller, change)),
  withRoute(ROUTES.adminGroupDelete, async (caller, { groupId }, rt) => {
    await rt.administration.deleteGroup(caller, groupId);
    return {};
  }),
);
