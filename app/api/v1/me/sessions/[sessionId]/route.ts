import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.sessionRevoke, async ({ userId }, { sessionId }, rt) => {
    await rt.identity.revokeSession(userId, sessionId);
    return {};
  }),
);
