"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextField } from "@/components/ui/text-field";
import { CallError, codeOf, request } from "@/lib/client";
import { type AdminGroup, type AdminUser, adminUserCreateRoute, type GroupId, Role } from "@/lib/protocol";
import { type InvitationLink, LinkDialog } from "./link-dialog";

type Values = { email: string; givenName: string; familyName: string; title: string; department: string; role: Role; groupIds: readonly GroupId[] };
const EMPTY: Values = { email: "", givenName: "", familyName: "", title: "", department: "", role: "user", groupIds: [] };
type Problem = { email?: string; givenName?: string; text?: string };

export function AddUserDialog({ isOpen, groups, onClose, onAdded }: { isOpen: boolean; groups: readonly AdminGroup[]; onClose: () => void; onAdded: () => void }) {
  const [made, setMade] = useState<{ user: AdminUser; invitation: InvitationLink } | null>(null);
  if (made) {
    const close = (): void => {
      setMade(null);
      onClose();
    };
    return <LinkDialog link={made.invitation} name={made.user.profile.displayName} email={made.user.email} onClose={close} />;
  }
  return isOpen ? (
    <AddUserForm
      groups={groups}
      onClose={onClose}
      onMade={(answer) => {
        setMade(answer);
        onAdded();
      }}
    />
  ) : null;
}

function AddUserForm({ groups, onClose, onMade }: { groups: readonly AdminGroup[]; onClose: () => void; onMade: (made: { user: AdminUser; invitation: InvitationLink }) => void }) {
  const t = useTranslations("admin.add");
  const tAdmin = useTranslations("admin");
  const tUi = useTranslations("ui");
  const [values, setValues] = useState<Values>(EMPTY);
  const [problem, setProblem] = useState<Problem>({});
  const change = <K extends keyof Values>(name: K) => (value: Values[K]): void => setValues((before) => ({ ...before, [name]: value }));

  const submit = async (): Promise<void> => {
    const wrong: Problem = {
      ...(/^[^\s@]+@[^\s@]+$/u.test(values.email.trim()) ? {} : { email: t("emailInvalid") }),
      ...(values.givenName.trim() === "" ? { givenName: t("givenNameMissing") } : {}),
    };
    setProblem(wrong);
    if (wrong.email ?? wrong.givenName) return;
    onMade(await request(adminUserCreateRoute, inputOf(values)));
  };
  const refuse = (error: unknown): void => {
    const isEmail = codeOf(error) === "already_exists" || (error instanceof CallError && error.fields.includes("email"));
    setProblem(isEmail ? { email: codeOf(error) === "already_exists" ? t("exists") : t("emailInvalid") } : { text: tUi(`errors.${codeOf(error)}`) });
  };

  return (
    <FormDialog title={t("title")} closeLabel={tUi("close")} cancelLabel={tUi("cancel")} submitLabel={t("submit")} size="medium" className="grid gap-4 sm:grid-cols-2" problem={problem.text ?? null} onClose={onClose} onSubmit={submit} onRefused={refuse}>
      <TextField className="sm:col-span-2" label={t("email")} type="email" autoComplete="off" autoFocus hint={t("emailHint")} value={values.email} onChange={change("email")} error={problem.email} isRequired />
      <TextField label={t("givenName")} autoComplete="off" value={values.givenName} onChange={change("givenName")} error={problem.givenName} isRequired />
      <TextField label={t("familyName")} autoComplete="off" value={values.familyName} onChange={change("familyName")} />
      <TextField label={t("jobTitle")} autoComplete="off" value={values.title} onChange={change("title")} />
      <TextField label={t("department")} autoComplete="off" value={values.department} onChange={change("department")} />
      <RadioGroup look="segments" label={t("role")} options={Role.options.map((id) => ({ id, label: tAdmin(`role.${id}`) }))} value={values.role} onChange={change("role")} />
      {groups.length > 0 ? <GroupChoice groups={groups} chosen={values.groupIds} onChange={change("groupIds")} /> : null}
    </FormDialog>
  );
}

function GroupChoice({ groups, chosen, onChange }: { groups: readonly AdminGroup[]; chosen: readonly GroupId[]; onChange: (groupIds: readonly GroupId[]) => void }) {
  const t = useTranslations("admin.add");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-[13px]/[18px] font-medium">{t("groups")}</legend>
      <div className="grid max-h-32 gap-1.5 overflow-auto p-0.5">
        {groups.map(({ groupId, name }) => (
          <Checkbox key={groupId} isSelected={chosen.includes(groupId)} onChange={(isChosen) => onChange(isChosen ? [...chosen, groupId] : chosen.filter((other) => other !== groupId))}>
            {name}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

function inputOf({ email, givenName, familyName, title, department, role, groupIds }: Values) {
  return {
    email: email.trim(),
    givenName: givenName.trim(),
    familyName: familyName.trim(),
    role,
    profile: { ...(title.trim() ? { title: title.trim() } : {}), ...(department.trim() ? { department: department.trim() } : {}) },
    groupIds: [...groupIds],
  };
}
