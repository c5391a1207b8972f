"use client";
import { LogOut, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject } from "react";
import { ManualState } from "@/lib/protocol";
import { useClient } from "@/components/people/client-context";
import { PresenceGlyph } from "@/components/people/presence-glyph";
import { useReport } from "@/components/people/report-context";
import { useSelfPresence } from "@/components/people/use-presence";
import { Menu, MenuItem, MenuSection, MenuSeparator } from "@/components/ui/menu";

const STATES = ManualState.options;

/** The states one can choose, the way back to the automatic one, and out. */
export function StateMenu({ anchor, onClose, onSignOut }: { anchor: RefObject<HTMLElement | null>; onClose: () => void; onSignOut: () => void }) {
  const t = useTranslations("shell.me");
  const states = useTranslations("people.state");
  const client = useClient();
  const report = useReport();
  const { manual } = useSelfPresence();
  return (
    <Menu aria-label={t("choose")} popover={{ triggerRef: anchor, isOpen: true, placement: "bottom start", onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }} onClose={onClose}>
      <MenuSection
        aria-label={t("choose")}
        selectionMode="single"
        selectedKeys={manual ? [manual] : []}
        onSelectionChange={(keys) => {
          const chosen = STATES.find((state) => keys !== "all" && keys.has(state));
          if (chosen) report(client.presence.setManual(chosen));
        }}
      >
        {STATES.map((state) => (
          <MenuItem key={state} id={state} icon={<PresenceGlyph state={state} />}>
            {states(state)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuItem icon={<RotateCcw aria-hidden="true" strokeWidth={1.75} />} description={t("resetHint")} isDisabled={manual === null} onAction={() => report(client.presence.setManual(null))}>
        {t("reset")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden="true" strokeWidth={1.75} />} onAction={onSignOut}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
