import { type ConversationId } from "@/lib/protocol";
import { type ContactsDialog } from "../contacts-dialog";

export type DialogProps<K extends ContactsDialog["kind"] = ContactsDialog["kind"]> = {
  dialog: Extract<ContactsDialog, { kind: K }>;
  onClose: () => void;
  onDialog: (dialog: ContactsDialog) => void;
  onOpenConversation: (id: ConversationId) => void;
};
