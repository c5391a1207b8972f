"use client";
import { ChevronDown, ChevronRight, Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { type HTMLAttributes, type ReactNode } from "react";
import { type ConversationListItem } from "@/lib/client";
import { useGlyphState } from "@/components/people/use-standing";
import { ContactRowContent, NumberRowContent, OrganisationGroupRowContent } from "./contact-row";
import { ConversationRowContent } from "./conversation-row";
import { type ListRow, type PersonRow } from "./list-rows";

/** What every row has alike: its tab stop, its listeners, and whether something is about to be let go over it. */
export type RowProps = HTMLAttributes<HTMLElement> & { tabIndex: number; draggable: boolean; "data-drop": "" | undefined };

type Props = {
  row: ListRow;
  rowProps: RowProps;
  sectionName: string;
  myId: string;
  titleOf: (item: ConversationListItem) => string;
  /** Its conversation is open. */
  isOpen: boolean;
  isSelected: boolean;
  onMenu: (element: HTMLElement) => void;
};

/** One row of the tree, of whatever kind. */
export function ListRowView({ row, rowProps, sectionName, myId, titleOf, isOpen, isSelected, onMenu }: Props): ReactNode {
  switch (row.kind) {
    case "section":
      return <SectionRow row={row} name={sectionName} rowProps={rowProps} onMenu={onMenu} />;
    case "conversation":
      return (
        <div className={`row${row.item.unread > 0 && !isOpen ? " is-unread" : ""}`} role="treeitem" aria-level={2} {...(isOpen ? { "aria-current": "page" as const } : {})} {...rowProps}>
          <ConversationRowContent item={row.item} myId={myId} title={titleOf(row.item)} isSelected={isOpen} />
        </div>
      );
    case "person":
      return <PersonRowView row={row} isSelected={isSelected} rowProps={rowProps} />;
    case "number":
      return (
        <div className="row" role="treeitem" aria-level={2} aria-selected={isSelected} {...rowProps}>
          <NumberRowContent number={row.number} />
        </div>
      );
    case "organisation-group":
      return (
        <div className="row" role="treeitem" aria-level={2} aria-expanded={row.isExpanded} {...rowProps}>
          <OrganisationGroupRowContent group={row.group} isExpanded={row.isExpanded} />
        </div>
      );
    case "note":
    case "more":
      return <NoteRow row={row} rowProps={rowProps} />;
  }
}

function PersonRowView({ row, isSelected, rowProps }: { row: PersonRow; isSelected: boolean; rowProps: RowProps }) {
  const state = useGlyphState(row.person.userId);
  // The quiet look of somebody who is not there.
  const isOff = state === "offline" || state === "blocked";
  return (
    <div className={`row${isOff ? " is-off" : ""}`} role="treeitem" aria-level={row.level} aria-selected={isSelected} {...rowProps}>
      <ContactRowContent person={row.person} isTagged={row.contact?.tagged ?? false} />
    </div>
  );
}

function NoteRow({ row, rowProps }: { row: Extract<ListRow, { kind: "note" | "more" }>; rowProps: RowProps }) {
  const t = useTranslations("contacts");
  const words = row.kind === "note" ? t(`note.${row.of}`) : row.of === "conversations" ? t("more") : t("moreMembers");
  return (
    <div className={`row is-note${row.kind === "more" ? " is-more" : ""}`} role="treeitem" aria-level={row.level} {...rowProps}>
      {words}
    </div>
  );
}

function SectionRow({ row, name, rowProps, onMenu }: { row: Extract<ListRow, { kind: "section" }>; name: string; rowProps: RowProps; onMenu: (element: HTMLElement) => void }) {
  const Chevron = row.isExpanded ? ChevronDown : ChevronRight;
  return (
    <div className="section" role="treeitem" aria-level={1} aria-expanded={row.isExpanded} {...rowProps}>
      <Chevron aria-hidden="true" size={12} strokeWidth={2.1} className="rtl:-scale-x-100" />
      <bdi className="trunc">{name}</bdi>
      {row.section.kind === "current" || row.count === null ? null : <span className="count">{row.count}</span>}
      {row.section.kind === "group" ? (
        <span
          className="section-more"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onMenu(event.currentTarget);
          }}
        >
          <Ellipsis size={14} strokeWidth={2} />
        </span>
      ) : null}
    </div>
  );
}
