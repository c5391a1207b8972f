import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.person, (caller, { userId }, rt) => rt.directory.getCard(caller.userId, userId)));
