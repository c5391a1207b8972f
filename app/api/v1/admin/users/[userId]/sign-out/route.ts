import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.adminUserSignOut, (caller, { userId }, rt) => rt.administration.signOutUser(caller, userId)));
