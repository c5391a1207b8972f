"use client";
import { type ReactNode } from "react";
import { type Me } from "@/lib/protocol";
import { createClient } from "@/lib/client";
import { ClientContextProvider } from "@/components/people/client-context";
import { useOwned } from "@/components/people/use-owned";

/** Makes the tab's one client from the page's `me`, in the browser only; until then `fallback` stands. */
export function ClientProvider({ me, fallback, children }: { me: Me; fallback: ReactNode; children: ReactNode }) {
  const client = useOwned(() => createClient({ me }));
  return client ? <ClientContextProvider client={client}>{children}</ClientContextProvider> : fallback;
}
