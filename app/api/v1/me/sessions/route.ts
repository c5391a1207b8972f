import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.sessions, async (caller, _input, rt) => ({ sessions: await rt.identity.listSessions(caller) })));
