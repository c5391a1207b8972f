"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { type AdminGroup, adminGroupCreateRoute } from "@/lib/protocol";
import { GroupFields, type GroupValues, groupInputOf, wrongOf } from "./group-fields";

export function AddGroupDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (group: AdminGroup) => void }) {
  const t = useTranslations("admin.groups");
  const tUi = useTranslations("ui");
  const [values, setValues] = useState<GroupValues>({ name: "", priority: "100", email: "", published: false });
  const [problem, setProblem] = useState<CallErrorCode | "fields" | null>(null);

  const submit = async (): Promise<void> => {
    if (wrongOf(values).length > 0) return setProblem("fields");
    onAdded(await request(adminGroupCreateRoute, groupInputOf(values)));
  };
  return (
    <FormDialog title={t("addTitle")} closeLabel={tUi("close")} cancelLabel={tUi("cancel")} submitLabel={t("create")} onClose={onClose} onSubmit={submit} onRefused={(error) => setProblem(codeOf(error))}>
      <GroupFields values={values} onChange={setValues} showProblems={problem === "fields"} code={problem === "fields" ? null : problem} />
    </FormDialog>
  );
}
