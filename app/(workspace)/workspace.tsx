"use client";
import { type ReactNode } from "react";
import { type Me } from "@/lib/protocol";
import { ClientProvider } from "@/components/shell/client-provider";
import { Skeleton } from "@/components/shell/skeleton";
import { WorkspaceFrame } from "./workspace-frame";

/** The signed-in part of the site: one client for as long as the tab lives. */
export function Workspace({ me, children }: { me: Me; children: ReactNode }) {
  return (
    <ClientProvider me={me} fallback={<Skeleton />}>
      <WorkspaceFrame>{children}</WorkspaceFrame>
    </ClientProvider>
  );
}
