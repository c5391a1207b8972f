import { ROUTES } from "@/lib/protocol";
import { resource, withRoute } from "@/server/http/with-route";

export const { GET, POST, PUT, PATCH, DELETE } = resource(
  withRoute(ROUTES.calendars, async ({ userId }, _input, rt) => ({ calendars: await rt.calendars.list(userId) })),
  withRoute(ROUTES.calendarAdd, ({ userId }, input, rt) => rt.calendars.add(userId, input)),
);
