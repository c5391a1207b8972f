"use client";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { type Client, type Store } from "@/lib/client";

const ClientContext = createContext<Client | null>(null);

/** Gives everything below it the tab's client. */
export function ClientContextProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The tab's client. @throws Error outside of a provider: a bug of the page's composition. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error("No client: the component stands outside of a ClientProvider");
  return client;
}

/** Reads a store; holds no state of its own, so that every component sees the same. */
export function useStore<S>(store: Store<S>): S {
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}
