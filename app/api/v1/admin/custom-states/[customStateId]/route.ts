import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminCustomStateUpdate, (caller, change, rt) => rt.administration.updateCustomState(caller, change)),
  withRoute(ROUTES.adminCustomStateDelete, async (caller, { customStateId }, rt) => {
    await rt.administration.deleteCustomState(caller, customStateId);
    return {};
  }),
);
