"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { CallError, codeOf, request } from "@/lib/client";
import { phoneCountryOf, phoneInternational, phoneToE164 } from "@/lib/client/format/phone";
import { type AdminUser, adminUserUpdateRoute } from "@/lib/protocol";
import { PaneSection } from "./pane-section";
import { PROFILE_FIELDS, type ProfileField, type ProfileValues, profilePatchOf } from "./profile-patch";

type Problem = { fields: Partial<Record<ProfileField, string>>; text: string | null };
const NONE: Problem = { fields: {}, text: null };

/** An administrator's way to mend a name or number; saved as a whole. */
export function UserProfileForm({ user, onChanged }: { user: AdminUser; onChanged: (user: AdminUser) => void }) {
  const t = useTranslations("admin.user");
  const tErrors = useTranslations("ui.errors");
  const [values, setValues] = useState<ProfileValues>(() => valuesOf(user));
  const [problem, setProblem] = useState<Problem>(NONE);
  const [isBusy, setIsBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const country = phoneCountryOf([user.profile.workPhone, user.profile.mobilePhone], navigator.languages);
    const read = profilePatchOf(values, user.profile, (typed) => phoneToE164(typed, country));
    if (!read.ok) return setProblem({ fields: Object.fromEntries(read.wrong.map(({ field, why }) => [field, t(why)])), text: null });
    if (Object.keys(read.patch).length === 0) return setProblem(NONE);
    setIsBusy(true);
    try {
      onChanged(await request(adminUserUpdateRoute, { userId: user.userId, profile: read.patch }));
    } catch (error) {
      const named = error instanceof CallError ? PROFILE_FIELDS.filter((field) => error.fields.includes(`profile.${field}`)) : [];
      setProblem({ fields: Object.fromEntries(named.map((field) => [field, tErrors("invalid_input")])), text: tErrors(codeOf(error)) });
    } finally {
      setIsBusy(false);
    }
  };

  const isChanged = PROFILE_FIELDS.some((field) => values[field] !== valuesOf(user)[field]);
  return (
    <PaneSection title={t("profile")}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid grid-cols-2 gap-x-3 gap-y-3 pt-1">
        {PROFILE_FIELDS.map((field) => (
          <TextField
            key={field}
            className={field === "displayName" || field === "title" ? "col-span-2" : ""}
            label={t(`fields.${field}`)}
            type={field.endsWith("Phone") ? "tel" : "text"}
            autoComplete="off"
            value={values[field]}
            onChange={(text) => setValues((before) => ({ ...before, [field]: text }))}
            error={problem.fields[field] ?? null}
          />
        ))}
        {problem.text ? (
          <Banner tone="danger" urgent className="col-span-2">
            {problem.text}
          </Banner>
        ) : null}
        <Button type="submit" className="col-span-2 justify-self-start" isDisabled={!isChanged} isPending={isBusy}>
          {t("saveProfile")}
        </Button>
      </form>
    </PaneSection>
  );
}

function valuesOf(user: AdminUser): ProfileValues {
  const text = (field: ProfileField): string => {
    const stored = user.profile[field] ?? "";
    return field.endsWith("Phone") && stored ? phoneInternational(stored) : stored;
  };
  return Object.fromEntries(PROFILE_FIELDS.map((field) => [field, text(field)])) as ProfileValues;
}
