import { type ConversationId, type UserId } from "@/lib/protocol";
import { type ContactsDialog } from "../contacts-dialog";
import { type ListRow } from "../list-rows";
import { type EntryRow } from "../use-selection";

/** How icons of a menu look. */
export const look = { "aria-hidden": true, strokeWidth: 1.75 } as const;

export type MenuPopover = { triggerRef: { current: HTMLElement | null }; isOpen: boolean; placement: "bottom start"; offset: number; onOpenChange: (isOpen: boolean) => void };

export type RowMenuActions = {
  onClose: () => void;
  onDialog: (dialog: ContactsDialog) => void;
  onOpenPerson: (userId: UserId) => void;
  onOpenConversation: (id: ConversationId) => void;
};

export type RowMenuProps = RowMenuActions & {
  row: ListRow;
  /** What is chosen with the row, itself included. */
  chosen: readonly EntryRow[];
  popover: MenuPopover;
  anchorElement: HTMLElement;
};
