import { type ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { reader } from "../../reader";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { me } = await reader();
  // A stranger is sent away by the page; nothing of the frame is theirs.
  return me ? <SettingsFrame>{children}</SettingsFrame> : children;
}
