import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.invitation, ({ address }, { token }, rt) => rt.identity.invitation({ token, address })),
  withRoute(ROUTES.invitationAccept, ({ address }, { token, password }, rt) => rt.identity.acceptInvitation({ token, password, address })),
);
