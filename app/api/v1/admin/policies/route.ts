import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminPolicies, async (_caller, _input, rt) => ({ policies: await rt.administration.listPolicies() })),
  withRoute(ROUTES.adminPolicySet, (caller, input, rt) => rt.administration.setPolicy(caller, input)),
);
