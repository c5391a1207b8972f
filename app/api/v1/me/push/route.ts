import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.pushKey, (caller, _input, rt) => rt.notifications.pushStanding(caller)),
  withRoute(ROUTES.pushSubscribe, async (caller, { endpoint, keys, language }, rt) => {
    await rt.notifications.subscribe(caller, { target: { endpoint, ...keys }, language: language ?? null });
    return {};
  }),
  withRoute(ROUTES.pushUnsubscribe, async (caller, { endpoint }, rt) => {
    await rt.notifications.unsubscribe(caller, endpoint);
    return {};
  }),
);
