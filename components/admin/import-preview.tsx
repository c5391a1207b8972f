"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Chip } from "@/components/ui/chip";
import { RadioGroup } from "@/components/ui/radio-group";
import { ColumnHead, Table, TableCell, TableRow } from "@/components/ui/table";
import { previewOf, type PreviewRow } from "./csv-preview";

type Answer = { rows: readonly PreviewRow[]; created: number; updated: number; unchanged: number; errors: number };

export function ImportPreview({ answer }: { answer: Answer }) {
  const t = useTranslations("admin.import");
  const [which, setWhich] = useState<"all" | "errors">("all");
  const { shown, hidden } = previewOf(answer.rows, which);
  const counts = [
    { id: "create", count: answer.created, tone: "positive" },
    { id: "update", count: answer.updated, tone: "accent" },
    { id: "unchanged", count: answer.unchanged, tone: "neutral" },
    { id: "error", count: answer.errors, tone: "danger" },
  ] as const;
  return (
    <div>
      <h3 className="text-[14px]/[20px] font-semibold">{t("preview")}</h3>
      <p className="text-[13px]/[18px] text-text-muted">{t("nothingYet")}</p>
      <div role="status" className="mt-3 flex flex-wrap items-center gap-1.5">
        {counts
          .filter(({ count }) => count > 0)
          .map(({ id, count, tone }) => (
            <Chip key={id} tone={tone}>
              {t(`counts.${id}`, { count })}
            </Chip>
          ))}
      </div>
      {answer.errors > 0 ? (
        <RadioGroup className="mt-3" look="segments" label={t("preview")} labelHidden options={[{ id: "all", label: t("showAll") }, { id: "errors", label: t("showErrors") }]} value={which} onChange={setWhich} />
      ) : null}
      <div tabIndex={0} role="region" aria-label={t("preview")} className="mt-3 max-h-80 overflow-auto rounded-md shadow-[var(--e0)] [&_th]:bg-surface-raised [&_th]:pt-2">
        <Table
          label={t("preview")}
          head={
            <>
              <ColumnHead className="w-16">{t("line")}</ColumnHead>
              <ColumnHead>{t("email")}</ColumnHead>
              <ColumnHead>{t("what")}</ColumnHead>
            </>
          }
        >
          {shown.map((row) => (
            <TableRow key={row.line}>
              <TableCell className="tabular text-text-muted">{row.line}</TableCell>
              <TableCell className="max-w-60 truncate">{row.email}</TableCell>
              <TableCell className="py-1.5 whitespace-normal">
                <span className={row.action === "error" ? "text-danger-text" : row.action === "unchanged" ? "text-text-muted" : ""}>{t(`actions.${row.action}`)}</span>
                {row.problems.length > 0 ? <span className="block text-[12px]/[16px] text-text-muted">{t("problem", { list: row.problems.join(", ") })}</span> : null}
              </TableCell>
            </TableRow>
          ))}
        </Table>
      </div>
      {hidden > 0 ? <p className="mt-2 text-[12px]/[16px] text-text-muted">{t("more", { count: hidden })}</p> : null}
    </div>
  );
}
