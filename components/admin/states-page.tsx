"use client";
import { ArrowDown, ArrowUp, Drama, Pencil, Plus, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { customLabelOf } from "@/components/people/custom-label";
import { lazyPart } from "@/components/people/lazy-part";
import { PresenceGlyph } from "@/components/people/presence-glyph";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { useLoad } from "@/components/ui/use-load";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { adminCustomStateDeleteRoute, adminCustomStatesRoute, adminCustomStateUpdateRoute, CUSTOM_STATES_MAX, type CustomState } from "@/lib/protocol";
import { languageNames } from "./language-names";
import { LoadState } from "./load-state";
import { PageHead } from "./page-head";

const AlertDialog = lazyPart(() => import("@/components/ui/alert-dialog").then((module) => module.AlertDialog));
const StateDialog = lazyPart(() => import("./state-dialog").then((module) => module.StateDialog));

type Open = { kind: "edit"; state: CustomState | null } | { kind: "delete"; state: CustomState } | null;

/** States of the organisation's own, in the order in which everybody is offered them [F23]. */
export function StatesPage() {
  const t = useTranslations("admin.states");
  const tUi = useTranslations("ui");
  const stateWords = useTranslations("people.state");
  const locale = useLocale();
  const states = useLoad("custom-states", async () => (await request(adminCustomStatesRoute, {})).states);
  const [open, setOpen] = useState<Open>(null);
  const [code, setCode] = useState<CallErrorCode | null>(null);
  const held = states.value ?? [];
  const labelOf = (state: CustomState): string => customLabelOf(state, locale) ?? "";

  const change = async (run: () => Promise<unknown>): Promise<void> => {
    setCode(null);
    try {
      await run();
    } catch (error) {
      setCode(codeOf(error));
    }
    states.reload();
  };
  const move = (state: CustomState, position: number): void => void change(() => request(adminCustomStateUpdateRoute, { customStateId: state.id, position }));
  const add = (
    <Button variant="primary" isDisabled={!states.value || held.length >= CUSTOM_STATES_MAX} onPress={() => setOpen({ kind: "edit", state: null })}>
      <Plus aria-hidden="true" className="size-4" strokeWidth={1.75} />
      {t("add")}
    </Button>
  );
  return (
    <div tabIndex={0} role="region" aria-label={t("title")} className="relative flex min-h-0 flex-1 flex-col overflow-auto pb-8 -outline-offset-2">
      <PageHead title={t("title")} count={states.value ? String(held.length) : null} lead={t("lead")}>
        {add}
      </PageHead>
      {code ? (
        <Banner tone="danger" urgent className="mx-6 mt-4 max-sm:mx-4">
          {tUi(`errors.${code}`)}
        </Banner>
      ) : null}
      {!states.value ? (
        <LoadState error={states.error} onRetry={states.reload} />
      ) : held.length === 0 ? (
        <EmptyState icon={<Drama aria-hidden="true" strokeWidth={1.5} />} title={t("noneTitle")} action={<Button onPress={() => setOpen({ kind: "edit", state: null })}>{t("add")}</Button>}>
          {t("noneText")}
        </EmptyState>
      ) : (
        <ol aria-label={t("title")} className="mx-6 mt-5 max-w-180 border-t border-border max-sm:mx-4">
          {held.map((state, index) => (
            <li key={state.id} className="flex items-center gap-3 border-b border-border py-2.5">
              <span className="inline-flex [--glyph:14px]">
                <PresenceGlyph state={state.base} />
              </span>
              <span className="min-w-0 flex-1">
                <bdi className="block text-[14px]/[20px] font-medium break-words">{labelOf(state)}</bdi>
                <span className="block text-[12px]/[16px] break-words text-text-muted">{t("line", { base: stateWords(state.base), languages: languageNames(Object.keys(state.labels), locale) })}</span>
              </span>
              <span className="flex shrink-0">
                <IconButton size="small" label={t("up", { name: labelOf(state) })} isDisabled={index === 0} onPress={() => move(state, index - 1)}>
                  <ArrowUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
                </IconButton>
                <IconButton size="small" label={t("down", { name: labelOf(state) })} isDisabled={index === held.length - 1} onPress={() => move(state, index + 1)}>
                  <ArrowDown aria-hidden="true" className="size-4" strokeWidth={1.75} />
                </IconButton>
                <IconButton size="small" label={t("edit", { name: labelOf(state) })} onPress={() => setOpen({ kind: "edit", state })}>
                  <Pencil aria-hidden="true" className="size-4" strokeWidth={1.75} />
                </IconButton>
                <IconButton size="small" label={t("delete", { name: labelOf(state) })} onPress={() => setOpen({ kind: "delete", state })}>
                  <Trash2 aria-hidden="true" className="size-4" strokeWidth={1.75} />
                </IconButton>
              </span>
            </li>
          ))}
        </ol>
      )}
      {open?.kind === "edit" ? (
        <StateDialog
          state={open.state}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            states.reload();
          }}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <AlertDialog
          isOpen
          onOpenChange={() => setOpen(null)}
          title={t("deleteTitle", { name: labelOf(open.state) })}
          confirmLabel={tUi("delete")}
          cancelLabel={tUi("cancel")}
          onConfirm={() => {
            const { id } = open.state;
            setOpen(null);
            void change(() => request(adminCustomStateDeleteRoute, { customStateId: id }));
          }}
        >
          {t("deleteText", { base: stateWords(open.state.base) })}
        </AlertDialog>
      ) : null}
    </div>
  );
}
