import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { type ReactNode } from "react";
import { compiledMessagesOf } from "@/lib/messages/compiled";
import "@/components/auth/auth.css";

/** Pages before the workspace: their own few texts, and nothing of the workspace's client. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const { auth, ui } = compiledMessagesOf(locale);
  return (
    <NextIntlClientProvider locale={locale} messages={{ auth, ui }}>
      {children}
    </NextIntlClientProvider>
  );
}
