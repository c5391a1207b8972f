import type * as z from "zod";
import * as addressBook from "./address-book";
import * as admin from "./admin";
import * as calendar from "./calendar";
import * as contacts from "./contacts";
import * as conversations from "./conversations";
import * as identity from "./identity";
import * as notifications from "./notifications";
import * as people from "./people";
import * as presence from "./presence";

export const COMMANDS = {
  conversationHeads: conversations.conversationHeads,
  conversationList: conversations.conversationList,
  conversationOpen: conversations.conversationOpen,
  conversationEarlier: conversations.conversationEarlier,
  conversationCatchUp: conversations.conversationCatchUp,
  conversationDirect: conversations.conversationDirect,
  conversationStart: conversations.conversationStart,
  conversationAdd: conversations.conversationAdd,
  conversationLeave: conversations.conversationLeave,
  conversationRename: conversations.conversationRename,
  conversationRead: conversations.conversationRead,
  conversationDelivered: conversations.conversationDelivered,
  conversationTyping: conversations.conversationTyping,
  draftSave: conversations.draftSave,
  messageSend: conversations.messageSend,
  messageEdit: conversations.messageEdit,
  messageDelete: conversations.messageDelete,
  presenceSet: presence.presenceSet,
  presenceActivity: presence.presenceActivity,
  presenceWatch: presence.presenceWatch,
  presenceUnwatch: presence.presenceUnwatch,
  presenceNote: presence.presenceNote,
  presenceLocation: presence.presenceLocation,
  presencePresenting: presence.presencePresenting,
  presencePreview: presence.presencePreview,
  presenceStates: presence.presenceStates,
  scheduleGet: calendar.scheduleGet,
  directorySearch: people.directorySearch,
  personGet: people.personGet,
  accessGet: people.accessGet,
  accessSet: people.accessSet,
  accessSetGroup: people.accessSetGroup,
  accessSetDefault: people.accessSetDefault,
  contactsGet: contacts.contactsGet,
  contactsAdd: contacts.contactsAdd,
  contactsRemove: contacts.contactsRemove,
  contactsPlace: contacts.contactsPlace,
  contactGroupCreate: contacts.contactGroupCreate,
  contactGroupRename: contacts.contactGroupRename,
  contactGroupRemove: contacts.contactGroupRemove,
  contactGroupOrder: contacts.contactGroupOrder,
  contactsAddNumber: contacts.contactsAddNumber,
  contactsMove: contacts.contactsMove,
  contactsListGroup: contacts.contactsListGroup,
  contactsGroupMembers: contacts.contactsGroupMembers,
  contactsRecent: contacts.contactsRecent,
  contactsTag: contacts.contactsTag,
  addressSearch: addressBook.addressSearch,
  endpointBye: identity.endpointBye,
} as const;

export const EVENTS = {
  conversationChanges: conversations.conversationChanges,
  conversationAppeared: conversations.conversationAppeared,
  conversationVanished: conversations.conversationVanished,
  conversationDeliveredTo: conversations.conversationDeliveredTo,
  conversationReadTo: conversations.conversationReadTo,
  conversationTypingBy: conversations.conversationTypingBy,
  draftChanged: conversations.draftChanged,
  presenceChanged: presence.presenceChanged,
  presenceSelf: presence.presenceSelf,
  presenceStatesChanged: presence.presenceStatesChanged,
  personChanged: presence.personChanged,
  accessChanged: people.accessChanged,
  contactsChanged: contacts.contactsChanged,
  groupChanged: contacts.groupChanged,
  addressBooksChanged: addressBook.addressBooksChanged,
  calendarsChanged: calendar.calendarsChanged,
  tagAlert: notifications.tagAlert,
  sessionEnded: identity.sessionEnded,
  meChanged: identity.meChanged,
  serverStopping: identity.serverStopping,
} as const;

export const ROUTES = {
  signInOptions: identity.signInOptionsRoute,
  setup: identity.setupRoute,
  me: identity.meRoute,
  meUpdate: identity.meUpdateRoute,
  settings: identity.settingsRoute,
  password: identity.passwordRoute,
  photoPut: identity.photoPutRoute,
  photoDelete: identity.photoDeleteRoute,
  sessions: identity.sessionsRoute,
  sessionRevoke: identity.sessionRevokeRoute,
  signOut: identity.signOutRoute,
  invitation: identity.invitationRoute,
  invitationAccept: identity.invitationAcceptRoute,
  pushKey: notifications.pushKeyRoute,
  pushSubscribe: notifications.pushSubscribeRoute,
  pushUnsubscribe: notifications.pushUnsubscribeRoute,
  calendars: calendar.calendarsRoute,
  calendarAdd: calendar.calendarAddRoute,
  calendarUpload: calendar.calendarUploadRoute,
  calendarRemove: calendar.calendarRemoveRoute,
  calendarRefresh: calendar.calendarRefreshRoute,
  directorySearch: people.directorySearchRoute,
  person: people.personRoute,
  addressBooks: addressBook.addressBooksRoute,
  addressImport: addressBook.addressImportRoute,
  addressBookConnect: addressBook.addressBookConnectRoute,
  addressBookRemove: addressBook.addressBookRemoveRoute,
  addressBookRefresh: addressBook.addressBookRefreshRoute,
  conversations: conversations.conversationsRoute,
  catchUp: conversations.catchUpRoute,
  messages: conversations.messagesRoute,
  adminUsers: admin.adminUsersRoute,
  adminUser: admin.adminUserRoute,
  adminUserCreate: admin.adminUserCreateRoute,
  adminUserUpdate: admin.adminUserUpdateRoute,
  adminUserInvite: admin.adminUserInviteRoute,
  adminUserSignOut: admin.adminUserSignOutRoute,
  adminImport: admin.adminImportRoute,
  adminGroups: admin.adminGroupsRoute,
  adminGroupCreate: admin.adminGroupCreateRoute,
  adminGroupUpdate: admin.adminGroupUpdateRoute,
  adminGroupDelete: admin.adminGroupDeleteRoute,
  adminPolicies: admin.adminPoliciesRoute,
  adminPolicySet: admin.adminPolicySetRoute,
  adminEffectivePolicy: admin.adminEffectivePolicyRoute,
  adminAudit: admin.adminAuditRoute,
  adminCustomStates: presence.adminCustomStatesRoute,
  adminCustomStateCreate: presence.adminCustomStateCreateRoute,
  adminCustomStateUpdate: presence.adminCustomStateUpdateRoute,
  adminCustomStateDelete: presence.adminCustomStateDeleteRoute,
  adminOrganisation: admin.adminOrganisationRoute,
  adminOrganisationUpdate: admin.adminOrganisationUpdateRoute,
} as const;

export type Command = (typeof COMMANDS)[keyof typeof COMMANDS];
export type Event = (typeof EVENTS)[keyof typeof EVENTS];
export type Route = (typeof ROUTES)[keyof typeof ROUTES];

/** socket.io's type maps, derived: nobody writes these by hand. */
export type ClientToServer = {
  [C in Command as C["name"]]: (input: z.input<C["input"]>, ack: (reply: z.infer<C["reply"]>) => void) => void;
};
export type ServerToClient = { [E in Event as E["name"]]: (payload: z.infer<E["payload"]>) => void };

export * from "./address-book";
export * from "./admin";
export * from "./calendar";
export * from "./contacts";
export * from "./conversations";
export type { AnyCommand, AnyEvent, AnyRoute, Method, RouteAccess } from "./define";
export * from "./errors";
export * from "./identity";
export * from "./ids";
export * from "./limits";
export * from "./notifications";
export * from "./people";
export * from "./presence";
export * from "./rich-text";
export { strictForm } from "./strict-form";
export * from "./version";
