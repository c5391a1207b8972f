import { randomUUID } from "node:crypto";
import { type Contact, contactsAdd, type ConversationId, conversationDirect, type Message, messageDelete, messageEdit, messageSend, richTextFromPlain, UserId } from "@/lib/protocol";
import { connectClient, type TestClient } from "../../support/client";
import { type Person, signInByRequest } from "./people";

/** A person without a page, for what only has to happen. Signed in and connected as a browser would be. */
export type OnTheWire = {
  client: TestClient;
  directWith(other: Person): Promise<ConversationId>;
  send(conversationId: ConversationId, text: string): Promise<Message>;
  edit(message: Message, text: string): Promise<Message>;
  remove(message: Message): Promise<Message>;
  addContact(other: Person): Promise<Contact>;
  close(): void;
};

export async function connectOnTheWire(baseURL: string, person: { email: string }): Promise<OnTheWire> {
  const requests = await signInByRequest(baseURL, person.email);
  const { cookies } = await requests.storageState();
  await requests.dispose();
  const client = await connectClient({ url: baseURL, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") });
  const bodyOf = richTextFromPlain;
  return {
    client,
    directWith: async (other) => (await client.call(conversationDirect, { userId: UserId.parse(other.userId) })).conversation.id,
    send: (conversationId, text) => client.call(messageSend, { conversationId, clientKey: randomUUID(), body: bodyOf(text) }),
    edit: ({ conversationId, id }, text) => client.call(messageEdit, { conversationId, messageId: id, body: bodyOf(text) }),
    remove: ({ conversationId, id }) => client.call(messageDelete, { conversationId, messageId: id }),
    addContact: async (other) => (await client.call(contactsAdd, { userId: UserId.parse(other.userId) })).contact,
    close: () => client.close(),
  };
}
