"use client";
import { type ReactNode, useEffect, useState } from "react";
import { type Me } from "@/lib/protocol";
import { createClient, type Client } from "@/lib/client";
import { ClientContextProvider } from "@/components/people/client-context";

/** Makes the tab's one client from the page's `me`, in the browser only; until then `fallback` stands. */
export function ClientProvider({ me, fallback, children }: { me: Me; fallback: ReactNode; children: ReactNode }) {
  const [client, setClient] = useState<Client | null>(null);
  // Made in an effect, not in the state: React may render twice and throw one away, and a client holds a socket.
  const [initial] = useState(me);
  useEffect(() => {
    const made = createClient({ me: initial });
    setClient(made);
    return () => {
      setClient(null);
      made.dispose();
    };
  }, [initial]);
  return client ? <ClientContextProvider client={client}>{children}</ClientContextProvider> : fallback;
}
