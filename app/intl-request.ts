import { getRequestConfig } from "next-intl/server";
import { compiledMessagesOf } from "@/lib/messages/compiled";
import { reader } from "./reader";

/** What next-intl knows of a request. Each part of the site hands its own namespaces to the browser. */
const requestConfig = getRequestConfig(async () => {
  const { me, locale } = await reader();
  // All texts for what the server draws; providers choose what a browser gets.
  return { locale, messages: compiledMessagesOf(locale), timeZone: me?.profile.timeZone ?? "UTC" };
});

export default requestConfig;
