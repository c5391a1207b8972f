import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.adminOrganisation, (_caller, _input, rt) => rt.administration.readOrganisation()),
  withRoute(ROUTES.adminOrganisationUpdate, (caller, patch, rt) => rt.administration.updateOrganisation(caller, patch)),
);
