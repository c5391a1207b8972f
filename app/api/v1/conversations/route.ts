import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.conversations, ({ userId }, input, rt) => rt.conversations.list(userId, input)));
