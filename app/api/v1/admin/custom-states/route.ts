import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminCustomStates, async (_caller, _input, rt) => ({ states: await rt.administration.listCustomStates() })),
  withRoute(ROUTES.adminCustomStateCreate, (caller, input, rt) => rt.administration.createCustomState(caller, input)),
);
