import { type Metadata, type Viewport } from "next";
import localFont from "next/font/local";
import { type ReactNode } from "react";
import { reader } from "./reader";
import "./globals.css";

/** Inter Variable 4, Latin, SIL Open Font License 1.1 (fonts/InterVariable-LICENSE.txt); other scripts use the system's. */
const inter = localFont({ src: "./fonts/InterVariable-latin.woff2", weight: "100 900", variable: "--font-inter", display: "swap", preload: true });

export const metadata: Metadata = { title: "Parley", applicationName: "Parley" };

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // The keyboard of a phone pushes the composer up instead of covering it.
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f4f2" },
    { media: "(prefers-color-scheme: dark)", color: "#101113" },
  ],
};

/** Language, theme and density stand in the first byte of the page: no script, no flash. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, look } = await reader();
  return (
    <html lang={locale} dir="ltr" data-theme={look.theme} data-density={look.density} className={inter.variable}>
      <body>{children}</body>
    </html>
  );
}
