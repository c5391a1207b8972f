"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, type RefObject, useState } from "react";
import { Dialog } from "react-aria-components/Modal";
import { Audience, PLACE_MAX } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { useSelfPresence } from "@/components/people/use-presence";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Popover } from "@/components/ui/popover";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextField } from "@/components/ui/text-field";
import { recentPlaces, rememberPlace, withPlace } from "./recent-places";

/** Where I am, who may see it, and whether this network stands for it [F24]. */
export function LocationPopover({ anchor, onClose }: { anchor: RefObject<HTMLElement | null>; onClose: () => void }) {
  const t = useTranslations("shell.location");
  return (
    <Popover triggerRef={anchor} isOpen placement="bottom end" onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} className="w-79 max-w-[calc(100vw-24px)]">
      <Dialog aria-label={t("title")} className="[outline:none]">
        <LocationForm onClose={onClose} />
      </Dialog>
    </Popover>
  );
}

function LocationForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations("shell.location");
  const tAudience = useTranslations("shell.audience");
  const client = useClient();
  const report = useReport();
  const { publicComputer } = useStore(client.session).session;
  const { location } = useSelfPresence();
  const [place, setPlace] = useState(location?.place ?? "");
  const [audience, setAudience] = useState<Audience>(location?.audience ?? "company");
  const [remember, setRemember] = useState(location?.from === "network");
  const [suggestions] = useState(() => [...(publicComputer ? [] : recentPlaces()), t("office"), t("home")].reduceRight<readonly string[]>(withPlace, []));

  const say = (text: string): void => {
    if (text !== "" && !publicComputer) rememberPlace(text);
    // What was said of this network goes with what was said by hand, when that is what is shown.
    report(client.presence.setLocation({ place: text, audience, remember: text === "" ? location?.from === "network" : remember }));
    onClose();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    say(place.trim());
  };
  return (
    <form onSubmit={onSubmit} className="grid gap-3.5 p-4">
      <div className="grid gap-2">
        <TextField label={t("title")} placeholder={t("placeholder")} value={place} onChange={setPlace} maxLength={PLACE_MAX} autoComplete="off" autoFocus />
        <div role="group" aria-label={t("recent")} className="flex flex-wrap gap-1.5">
          {suggestions.map((suggestion) => (
            <Button key={suggestion} size="small" variant="soft" className="max-w-full" onPress={() => setPlace(suggestion)}>
              <span className="trunc">{suggestion}</span>
            </Button>
          ))}
        </div>
      </div>
      <RadioGroup look="segments" label={tAudience("title")} value={audience} onChange={setAudience} options={Audience.options.map((id) => ({ id, label: tAudience(`${id}Short`) }))} hint={tAudience(audience)} />
      {publicComputer ? null : (
        <Checkbox isSelected={remember} onChange={setRemember}>
          <span>
            {t("remember")}
            <span className="block text-[12px]/[16px] text-text-muted">{t("rememberHint")}</span>
          </span>
        </Checkbox>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {location ? (
          <Button variant="quiet" className="me-auto" onPress={() => say("")}>
            {t("clear")}
          </Button>
        ) : null}
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button variant="primary" type="submit" isDisabled={place.trim() === "" && location === null}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
