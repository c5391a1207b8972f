import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.addressBookRemove, async ({ userId }, { addressBookId }, rt) => {
    await rt.addressBooks.remove(userId, addressBookId);
    return {};
  }),
);
