import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.calendarRemove, async ({ userId }, { calendarId }, rt) => {
    await rt.calendars.remove(userId, calendarId);
    return {};
  }),
);
