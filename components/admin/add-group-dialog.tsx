"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { type AdminGroup, adminGroupCreateRoute } from "@/lib/protocol";
import { GroupFields, type GroupValues, wrongOf } from "./group-fields";

export function AddGroupDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (group: AdminGroup) => void }) {
  const t = useTranslations("admin.groups");
  const tUi = useTranslations("ui");
  const formId = useId();
  const [values, setValues] = useState<GroupValues>({ name: "", priority: "100" });
  const [problem, setProblem] = useState<CallErrorCode | "fields" | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (wrongOf(values).length > 0) return setProblem("fields");
    setIsBusy(true);
    try {
      onAdded(await request(adminGroupCreateRoute, { name: values.name.trim(), priority: Number(values.priority) }));
    } catch (error) {
      setProblem(codeOf(error));
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t("addTitle")}
      closeLabel={tUi("close")}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{tUi("cancel")}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isBusy}>
            {t("create")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
        <GroupFields values={values} onChange={setValues} showProblems={problem === "fields"} code={problem === "fields" ? null : problem} />
      </form>
    </Dialog>
  );
}
