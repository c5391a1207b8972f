import { NextIntlClientProvider } from "next-intl";
import { type ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { compiledMessagesOf } from "@/lib/messages/compiled";
import { reader } from "../../reader";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { me, locale } = await reader();
  // Each page knows its own path and sends a stranger to sign in and back.
  if (!me) return children;
  const { ui, people, timeline, settings, alerts, privacy, sources, calendars, addressBooks } = compiledMessagesOf(locale);
  return (
    <NextIntlClientProvider messages={{ ui, people, timeline, settings, alerts, privacy, sources, calendars, addressBooks }}>
      <SettingsFrame>{children}</SettingsFrame>
    </NextIntlClientProvider>
  );
}
