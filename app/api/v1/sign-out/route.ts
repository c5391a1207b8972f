import { ROUTES } from "@/lib/protocol";
import { forgetBrowserData } from "@/server/http/forget-browser-data";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.signOut, async ({ userId, sessionId }, _input, rt, extras) => {
    await rt.identity.signOut(userId, sessionId);
    forgetBrowserData(rt, extras.headers);
    return {};
  }),
);
