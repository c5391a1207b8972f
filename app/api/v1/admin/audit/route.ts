import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.adminAudit, (_caller, query, rt) => rt.audit.list(query)));
