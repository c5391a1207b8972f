import type { Locale, Messages } from "./index";

/** Makes `useTranslations` know our namespaces, keys and parameters. */
declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
