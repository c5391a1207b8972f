"use client";
import { useLocale, useTranslations } from "next-intl";
import { type AdminGroup, type AuditEntry, CustomBase } from "@/lib/protocol";
import { type FieldChange, fieldChanges, type ShownValue, shownValue } from "./audit-changes";
import { languageName } from "./language-names";
import { POLICY_NAMES } from "./policy-chain";

/** Fields before and after, each on a line. */
export function AuditChange({ entry, groups }: { entry: AuditEntry; groups: readonly AdminGroup[] }) {
  const changes = fieldChanges(entry.before, entry.after);
  if (changes.length === 0) return null;
  const nameOf = (id: string): string => groups.find(({ groupId }) => groupId === id)?.name ?? id;
  return (
    <dl className="grid min-w-0 gap-0.5 text-[12px]/[18px] max-md:mt-1">
      {changes.map((change) => (
        <ChangeLine key={change.field} change={change} isNew={entry.before === null} nameOf={nameOf} />
      ))}
    </dl>
  );
}

function ChangeLine({ change, isNew, nameOf }: { change: FieldChange; isNew: boolean; nameOf: (id: string) => string }) {
  const t = useTranslations("admin.audit");
  const [before, after] = [shownValue(change.before, nameOf), shownValue(change.after, nameOf)];
  return (
    <div className="flex flex-wrap gap-x-1.5">
      <dt className="text-text-muted">{useFieldWords(change.field)}</dt>
      <dd className="flex min-w-0 flex-wrap gap-x-1.5">
        {isNew || before.kind === "empty" ? null : (
          <>
            <span className="sr-only">{t("before")}</span>
            <s className="break-words text-text-faint decoration-border-control">
              <ValueWords field={change.field} value={before} />
            </s>
            <span className="sr-only">{t("after")}</span>
          </>
        )}
        <span className="break-words text-text">
          <ValueWords field={change.field} value={after} />
        </span>
      </dd>
    </div>
  );
}

function ValueWords({ field, value }: { field: string; value: ShownValue }) {
  const t = useTranslations("admin");
  const states = useTranslations("people.state");
  switch (value.kind) {
    case "empty":
      return t("audit.empty");
    case "boolean":
      if (POLICY_NAMES.some((name) => name === field)) return t(value.value ? "policies.allowed" : "policies.notAllowed");
      return t(value.value ? "audit.yes" : "audit.no");
    case "text": {
      if (value.text === "admin" || value.text === "user") return t(`role.${value.text}`);
      if (value.text === "invited" || value.text === "active" || value.text === "disabled") return t(`status.${value.text}`);
      const base = field === "base" ? CustomBase.options.find((state) => state === value.text) : undefined;
      return base ? states(base) : value.text;
    }
  }
}

/** Words for a field's name where there are some. Labels are fields by language. */
function useFieldWords(field: string): string {
  const t = useTranslations("admin");
  const locale = useLocale();
  const policy = POLICY_NAMES.find((name) => name === field);
  if (policy) return t(`policies.names.${policy}`);
  const ofUser = `user.fields.${field}` as "user.fields.title";
  if (t.has(ofUser)) return t(ofUser);
  const ofAudit = `audit.fields.${field}` as "audit.fields.name";
  if (t.has(ofAudit)) return t(ofAudit);
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/u.test(field) ? languageName(field, locale) : field;
}
