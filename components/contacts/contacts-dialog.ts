import { type AddressEntry, type ContactGroupId, type ContactId, type ConversationId, type OrganisationGroup, type PersonCard, type UserId } from "@/lib/protocol";
import { type EntryRow } from "./use-selection";

/** A question the list asks. */
export type ContactsDialog =
  | { readonly kind: "add"; readonly groupId?: ContactGroupId }
  | { readonly kind: "add-number"; readonly number?: string; /** Given: the number gets another name. */ readonly name?: string; readonly suggestedName?: string; readonly groupId?: ContactGroupId }
  | { readonly kind: "create-group"; /** Who goes into it at once. */ readonly rows?: readonly EntryRow[] }
  | { readonly kind: "rename-group"; readonly groupId: ContactGroupId; readonly name: string }
  | { readonly kind: "remove-group"; readonly groupId: ContactGroupId; readonly name: string }
  | { readonly kind: "remove"; readonly contactIds: readonly ContactId[]; /** Of the only one. */ readonly name: string }
  | { readonly kind: "block"; readonly userId: UserId; readonly name: string }
  | { readonly kind: "add-to-conversation"; readonly conversationId: ConversationId; readonly people: readonly PersonCard[] }
  | { readonly kind: "organisation-group"; readonly group: OrganisationGroup }
  | { readonly kind: "address-entry"; readonly entry: AddressEntry };
