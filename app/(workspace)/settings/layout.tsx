import { type ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { requireReader } from "../../reader";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await requireReader("/settings");
  return <SettingsFrame>{children}</SettingsFrame>;
}
