"use client";
import { Clock, LogOut, RotateCcw } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type RefObject } from "react";
import { type CustomState, ManualState } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { customLabelOf } from "@/components/people/custom-label";
import { PresenceGlyph } from "@/components/people/presence-glyph";
import { useReport } from "@/components/people/report-context";
import { useSelfPresence } from "@/components/people/use-presence";
import { Menu, MenuItem, MenuSection, MenuSeparator, SubMenu } from "@/components/ui/menu";
import { stateChoices } from "./state-choices";
import { UNTIL_CHOICES, untilOf } from "./until";
import { useUntilWords } from "./use-until-words";

/** The states one can choose, how long the choice holds, the way back to the automatic one, and out. */
export function StateMenu({ anchor, onClose, onSignOut }: { anchor: RefObject<HTMLElement | null>; onClose: () => void; onSignOut: () => void }) {
  const t = useTranslations("shell.me");
  const words = useTranslations("people.state");
  const locale = useLocale();
  const client = useClient();
  const report = useReport();
  const self = useSelfPresence();
  const customStates = useStore(client.presence.states);
  const choices = stateChoices(ManualState.options, customStates);
  const custom = self.manual === null ? undefined : self.view.customStateId;
  const labelOf = (state: ManualState, of: CustomState | null): string => (of && customLabelOf(of, locale)) ?? words(state);
  return (
    <Menu aria-label={t("choose")} popover={{ triggerRef: anchor, isOpen: true, placement: "bottom start", onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }} onClose={onClose}>
      <MenuSection
        aria-label={t("choose")}
        selectionMode="single"
        selectedKeys={custom !== undefined ? [custom] : self.manual ? [self.manual] : []}
        onSelectionChange={(keys) => {
          const chosen = choices.find(({ key }) => keys !== "all" && keys.has(key));
          if (chosen) report(client.presence.setManual(chosen.state, chosen.custom ? { customStateId: chosen.custom.id } : {}));
        }}
      >
        {choices.map((choice) => (
          <MenuItem key={choice.key} id={choice.key} icon={<PresenceGlyph state={choice.state} />}>
            {labelOf(choice.state, choice.custom)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <UntilItem onDone={onClose} />
      <MenuItem icon={<RotateCcw aria-hidden="true" strokeWidth={1.75} />} description={self.automatic === "unknown" ? t("resetHint") : t("resetTo", { state: words(self.automatic) })} isDisabled={self.manual === null} onAction={() => report(client.presence.setManual(null))}>
        {t("reset")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden="true" strokeWidth={1.75} />} onAction={onSignOut}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}

/** How long my choice holds; there must be one. */
function UntilItem({ onDone }: { onDone: () => void }) {
  const t = useTranslations("shell.until");
  const client = useClient();
  const report = useReport();
  const untilWords = useUntilWords();
  const { manual, manualUntil, view } = useSelfPresence();
  const item = (
    <MenuItem icon={<Clock aria-hidden="true" strokeWidth={1.75} />} isDisabled={manual === null} end={manual === null ? undefined : manualUntil === null ? t("changed") : untilWords(manualUntil)}>
      {t("label")}
    </MenuItem>
  );
  if (manual === null) return item;
  return (
    <SubMenu
      aria-label={t("label")}
      item={item}
      selectionMode="single"
      selectedKeys={manualUntil === null ? ["changed"] : []}
      onAction={(key) => {
        const choice = UNTIL_CHOICES.find((candidate) => candidate === key);
        if (!choice) return;
        onDone();
        const until = untilOf(choice, Date.now());
        report(client.presence.setManual(manual, { ...(view.customStateId && { customStateId: view.customStateId }), ...(until !== undefined && { until }) }));
      }}
    >
      {UNTIL_CHOICES.map((choice) => (
        <MenuItem key={choice} id={choice}>
          {t(choice)}
        </MenuItem>
      ))}
    </SubMenu>
  );
}
