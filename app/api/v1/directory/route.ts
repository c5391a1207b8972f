import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.directorySearch, async ({ userId }, input, rt) => ({ people: await rt.directory.search(userId, input) })));
