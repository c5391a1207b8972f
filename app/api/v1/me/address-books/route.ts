import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.addressBooks, async ({ userId }, _input, rt) => ({ books: await rt.addressBooks.list(userId) })),
  withRoute(ROUTES.addressBookConnect, ({ userId }, input, rt) => rt.addressBooks.connect(userId, input)),
);
