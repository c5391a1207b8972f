"use client";
import { useTranslations } from "next-intl";
import { useClient, useStore } from "@/components/people/client-context";
import { formatPhone } from "@/components/people/phone-format";
import { Banner } from "@/components/ui/banner";
import { TextField } from "@/components/ui/text-field";
import { NAME_MAX, WebAddress } from "@/lib/protocol";
import { PhotoSetting } from "./photo-setting";
import { type Parsed, SavedTextField } from "./saved-text-field";
import { SettingsPage, SettingsSection } from "./settings-page";
import { TimeZoneSetting } from "./time-zone-setting";

type TextName = "displayName" | "givenName" | "familyName" | "title" | "company" | "department" | "office";
type PhoneName = "workPhone" | "mobilePhone" | "homePhone" | "otherPhone";

/** Fields that may not be empty. */
const REQUIRED: readonly TextName[] = ["displayName", "givenName"];
/** Fields whose emptiness is stored as an empty text, not as absence. */
const NEVER_NULL: readonly TextName[] = ["displayName", "givenName", "familyName"];

export function ProfileSettings() {
  const t = useTranslations("settings.profile");
  const { session } = useClient();
  const me = useStore(session);
  const mayEdit = me.policy.editProfile;

  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      {mayEdit ? null : (
        <Banner tone="info" className="mt-5">
          {t("profileForbidden")}
        </Banner>
      )}
      <SettingsSection title={t("photo")} lead={t("photoHint")}>
        <PhotoSetting />
      </SettingsSection>
      <SettingsSection title={t("names")}>
        <ProfileText name="displayName" label={t("displayName")} autoComplete="name" />
        <div className="grid gap-4.5 sm:grid-cols-2">
          <ProfileText name="givenName" label={t("givenName")} autoComplete="given-name" />
          <ProfileText name="familyName" label={t("familyName")} autoComplete="family-name" />
          <ProfileText name="title" label={t("jobTitle")} autoComplete="organization-title" />
          <ProfileText name="company" label={t("company")} autoComplete="organization" />
          <ProfileText name="department" label={t("department")} />
          <ProfileText name="office" label={t("office")} />
        </div>
        <ProfileWebsite />
        <TextField label={t("email")} value={me.email} isReadOnly inputClassName="bg-fill text-text-muted" />
      </SettingsSection>
      <SettingsSection title={t("numbers")} lead={t("numbersLead")}>
        <div className="grid gap-4.5 sm:grid-cols-2">
          <ProfilePhone name="workPhone" label={t("workPhone")} hint={t("workPhoneHint")} />
          <ProfilePhone name="mobilePhone" label={t("mobilePhone")} hint={t("mobilePhoneHint")} />
          <ProfilePhone name="homePhone" label={t("homePhone")} hint={t("homePhoneHint")} />
          <ProfilePhone name="otherPhone" label={t("otherPhone")} hint={t("otherPhoneHint")} />
        </div>
      </SettingsSection>
      <SettingsSection title={t("timeZone")} lead={t("timeZoneHint")}>
        <TimeZoneSetting />
      </SettingsSection>
    </SettingsPage>
  );
}

function ProfileText({ name, label, autoComplete }: { name: TextName; label: string; autoComplete?: string }) {
  const t = useTranslations("settings.profile");
  const { session } = useClient();
  const { profile, policy } = useStore(session);
  return (
    <SavedTextField
      field={name}
      label={label}
      value={profile[name] ?? ""}
      isDisabled={!policy.editProfile}
      {...(autoComplete ? { autoComplete } : {})}
      parse={(typed) => {
        const text = typed.trim();
        if (text === "" && REQUIRED.includes(name)) return { ok: false, error: t("required") };
        return text.length > NAME_MAX ? { ok: false, error: t("tooLong") } : { ok: true, value: text };
      }}
      store={(text) => session.updateProfile({ [name]: text === "" && !NEVER_NULL.includes(name) ? null : text })}
    />
  );
}

function ProfileWebsite() {
  const t = useTranslations("settings.profile");
  const { session } = useClient();
  const { profile, policy } = useStore(session);
  return (
    <SavedTextField
      field="website"
      label={t("website")}
      hint={t("websiteHint")}
      autoComplete="url"
      value={profile.website ?? ""}
      isDisabled={!policy.editProfile}
      parse={(typed) => {
        const address = typed.trim();
        return address === "" || WebAddress.safeParse(address).success ? { ok: true, value: address } : { ok: false, error: t("websiteInvalid") };
      }}
      store={(address) => session.updateProfile({ website: address === "" ? null : address })}
    />
  );
}

function ProfilePhone({ name, label, hint }: { name: PhoneName; label: string; hint: string }) {
  const t = useTranslations("settings.profile");
  const { session } = useClient();
  const { profile, policy } = useStore(session);
  const tErrors = useTranslations("ui.errors");
  const parse = async (typed: string): Promise<Parsed> => {
    if (typed.trim() === "") return { ok: true, value: "" };
    // The tables of all countries' numbers are large: they come when a number is typed.
    const phone = await import("@/lib/client/format/phone").catch(() => null);
    if (!phone) return { ok: false, error: tErrors("disconnected") };
    const e164 = phone.phoneToE164(typed, phone.phoneCountryOf([profile.workPhone, profile.mobilePhone, profile.homePhone], navigator.languages));
    return e164 ? { ok: true, value: e164 } : { ok: false, error: t("phoneInvalid", { example: "+1 202 555 0101" }) };
  };
  return (
    <SavedTextField
      field={name}
      label={label}
      hint={hint}
      type="tel"
      autoComplete={name === "homePhone" ? "home tel" : name === "mobilePhone" ? "mobile tel" : "off"}
      value={profile[name] ?? ""}
      isDisabled={!policy.editProfile}
      format={formatPhone}
      parse={parse}
      store={(e164) => session.updateProfile({ [name]: e164 === "" ? null : e164 })}
    />
  );
}
