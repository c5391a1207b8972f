import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(withRoute(ROUTES.addressBookRefresh, ({ userId }, { addressBookId }, rt) => rt.addressBooks.refresh(userId, addressBookId)));
