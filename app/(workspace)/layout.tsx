import { NextIntlClientProvider } from "next-intl";
import { type ReactNode } from "react";
import { compiledMessagesOf } from "@/lib/messages/compiled";
import { reader } from "../reader";
import { Workspace } from "./workspace";

/** Everything a signed-in person does. The client lives here, so it outlives every change of place. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const { me, locale } = await reader();
  // Each page knows its own path and sends a stranger to sign in and back; a layout is not told it.
  if (!me) return children;
  const { ui, shell, people, timeline, contacts, conversation, settings, alerts } = compiledMessagesOf(locale);
  return (
    <NextIntlClientProvider messages={{ ui, shell, people, timeline, contacts, conversation, settings, alerts }}>
      <Workspace me={me}>{children}</Workspace>
    </NextIntlClientProvider>
  );
}
