"use client";
import { type ReactNode, useRef } from "react";
import { type UserId } from "@/lib/protocol";
import { othersOf } from "@/components/people/conversation-title";
import { type ListRow } from "./list-rows";
import { ConversationMenu } from "./menus/conversation-menu";
import { ContactGroupMenu, OrganisationGroupMenu } from "./menus/group-menus";
import { type RowMenuActions, type RowMenuProps } from "./menus/menu-parts";
import { NumberMenu } from "./menus/number-menu";
import { PersonMenu } from "./menus/person-menu";
import { SelectionMenu } from "./menus/selection-menu";
import { type RowAnchor } from "./people-list";
import { type EntryRow } from "./use-selection";

type Props = RowMenuActions & { row: ListRow; chosen: readonly EntryRow[]; anchor: RowAnchor; myId: string };

/** What can be done with a row of the list, or with all that is chosen: beside it, or where the pointer asked. */
export function RowMenu({ anchor, onClose, ...rest }: Props) {
  const point = useRef<HTMLSpanElement>(null);
  const element = useRef(anchor.element);
  const atPointer = anchor.x !== undefined && anchor.y !== undefined;
  const popover = {
    triggerRef: atPointer ? point : element,
    isOpen: true,
    placement: "bottom start" as const,
    offset: atPointer ? 0 : 2,
    onOpenChange: (isOpen: boolean): void => (isOpen ? undefined : onClose()),
  };
  return (
    <>
      {atPointer ? <span ref={point} aria-hidden="true" className="fixed size-0" style={{ left: anchor.x, top: anchor.y }} /> : null}
      <MenuOf popover={popover} anchorElement={anchor.element} onClose={onClose} {...rest} />
    </>
  );
}

function MenuOf({ myId, ...props }: RowMenuProps & { myId: string }): ReactNode {
  const { row, chosen } = props;
  if (chosen.length > 1) return <SelectionMenu {...props} />;
  switch (row.kind) {
    case "person":
      return <PersonMenu {...props} userId={row.person.userId} from={row.from} />;
    case "number":
      return <NumberMenu {...props} row={row} />;
    case "organisation-group":
      return <OrganisationGroupMenu {...props} group={row.group} />;
    case "section":
      return row.section.kind === "group" ? <ContactGroupMenu {...props} groupId={row.section.groupId} name={row.section.name} /> : null;
    case "conversation": {
      const [other] = othersOf(row.item.summary.members, myId);
      if (row.item.summary.kind === "direct" && other?.kind === "user") return <PersonMenu {...props} userId={other.id as string as UserId} from={null} />;
      return <ConversationMenu {...props} id={row.id} />;
    }
    case "note":
    case "more":
      return null;
  }
}
