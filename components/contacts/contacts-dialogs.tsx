"use client";
import { type ReactNode } from "react";
import { AddDialog } from "./dialogs/add-dialog";
import { AddToConversationDialog } from "./dialogs/add-to-conversation-dialog";
import { AddressEntryDialog } from "./dialogs/address-entry-dialog";
import { ConfirmDialog } from "./dialogs/confirm-dialog";
import { type DialogProps } from "./dialogs/dialog-props";
import { GroupDialog } from "./dialogs/group-dialog";
import { NumberDialog } from "./dialogs/number-dialog";
import { OrganisationGroupDialog } from "./dialogs/organisation-group-dialog";

/** The questions the list asks. */
export function ContactsDialogs({ dialog, ...rest }: DialogProps): ReactNode {
  switch (dialog.kind) {
    case "add":
      return <AddDialog dialog={dialog} {...rest} />;
    case "add-number":
      return <NumberDialog dialog={dialog} {...rest} />;
    case "create-group":
    case "rename-group":
      return <GroupDialog dialog={dialog} {...rest} />;
    case "remove-group":
    case "remove":
    case "block":
      return <ConfirmDialog dialog={dialog} {...rest} />;
    case "add-to-conversation":
      return <AddToConversationDialog dialog={dialog} {...rest} />;
    case "organisation-group":
      return <OrganisationGroupDialog dialog={dialog} {...rest} />;
    case "address-entry":
      return <AddressEntryDialog dialog={dialog} {...rest} />;
  }
}
