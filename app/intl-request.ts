import { getRequestConfig } from "next-intl/server";
import { reader } from "./reader";

/** What next-intl knows of a request. Each part of the site hands its own namespaces to the browser. */
const requestConfig = getRequestConfig(async () => {
  const { me, locale } = await reader();
  return { locale, timeZone: me?.profile.timeZone ?? "UTC" };
});

export default requestConfig;
