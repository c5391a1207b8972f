import type { Transport, TransportListener } from "@/lib/client/socket";
import type { Change, ConversationSummary, ErrorCode, Head, Member, Message, SystemLine, TimelineItem } from "@/lib/protocol";
import { COMMANDS, ConversationId, type Me, DEFAULT_POLICY, DEFAULT_SETTINGS, MessageId, PartyId, type RichText, richTextFromPlain, SessionId, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { VirtualClock } from "../../support/virtual-clock";

export const anna = UserId.parse(uuidV7());
export const bob = UserId.parse(uuidV7());
export const carol = UserId.parse(uuidV7());
export const annaParty = PartyId.parse(anna);
export const bobParty = PartyId.parse(bob);

export function annasMe(publicComputer = false): Me {
  const none = { title: null, company: null, department: null, office: null, workPhone: null, mobilePhone: null, homePhone: null, otherPhone: null, timeZone: null, website: null };
  return {
    userId: anna,
    email: "anna@example.com",
    sipUri: "sip:anna@example.com",
    role: "user",
    profile: { givenName: "Anna", familyName: "Keller", displayName: "Anna Keller", ...none },
    photoUrl: null,
    settings: DEFAULT_SETTINGS,
    policy: DEFAULT_POLICY,
    hasPassword: true,
    session: { id: SessionId.parse(uuidV7()), publicComputer },
    organisation: { name: "Example", sipDomain: "example.com" },
  };
}

export const text = (words: string): RichText => richTextFromPlain(words);

/** One conversation as the server would hold it: the truth that a store must end with. */
export class ModelConversation {
  readonly id = ConversationId.parse(uuidV7());
  readonly rows: TimelineItem[] = [];
  readonly changes = new Map<number, Change>();
  rev = 0;
  seq = 0;
  readSeq = 0;
  deliveredSeq = 0;
  subject: string | null = null;
  subjectRev = 0;
  lastActivityAt: string;
  draft: RichText | null = null;
  readonly members: Member[];

  constructor(
    private readonly clock: VirtualClock,
    readonly kind: "direct" | "group" = "direct",
  ) {
    this.lastActivityAt = this.at();
    this.members = [
      { party: { id: annaParty, kind: "user", displayName: "Anna Keller" }, active: true, rev: 0 },
      { party: { id: bobParty, kind: "user", displayName: "Bob Okafor" }, active: true, rev: 0 },
    ];
  }
  private at(): string {
    return new Date(this.clock.now()).toISOString();
  }
  send(authorId: PartyId, body: RichText, clientKey: string = uuidV7()): { message: Message; change: Change } {
    const kept = this.rows.find((row): row is Message => row.kind === "message" && row.authorId === authorId && row.clientKey === clientKey);
    if (kept) return { message: kept, change: { kind: "item", rev: kept.rev, item: kept } };
    this.rev += 1;
    this.seq += 1;
    this.lastActivityAt = this.at();
    if (authorId === annaParty) this.readSeq = this.seq;
    const message: Message = {
      kind: "message",
      id: MessageId.parse(uuidV7()),
      conversationId: this.id,
      authorId,
      clientKey,
      seq: this.seq,
      createdRev: this.rev,
      rev: this.rev,
      body,
      importance: "normal",
      sentAt: this.lastActivityAt,
      editedAt: null,
      deletedAt: null,
    };
    return { message, change: this.store(message) };
  }
  change(messageId: string, body: RichText | null): { message: Message; change: Change } | null {
    const row = this.rows.find((one) => one.id === messageId);
    if (row?.kind !== "message" || row.body === null) return null;
    this.rev += 1;
    const message: Message = { ...row, rev: this.rev, body, ...(body ? { editedAt: this.at() } : { deletedAt: this.at() }) };
    return { message, change: this.store(message) };
  }
  rename(subject: string): Change[] {
    this.rev += 1;
    this.subject = subject;
    this.subjectRev = this.rev;
    const step: Change = { kind: "subject", rev: this.rev, subject };
    this.changes.set(this.rev, step);
    this.rev += 1;
    this.lastActivityAt = this.at();
    const line: SystemLine = { kind: "system", id: MessageId.parse(uuidV7()), conversationId: this.id, actorId: bobParty, code: "renamed", params: { subject }, createdRev: this.rev, rev: this.rev, sentAt: this.lastActivityAt };
    return [step, this.store(line)];
  }
  private store(item: TimelineItem): Change {
    const at = this.rows.findIndex((row) => row.id === item.id);
    if (at === -1) this.rows.push(item);
    else this.rows[at] = item;
    const change: Change = { kind: "item", rev: item.rev, item };
    this.changes.set(item.rev, change);
    return change;
  }
  head(): Head {
    return { conversationId: this.id, rev: this.rev, seq: this.seq, readSeq: this.readSeq, deliveredSeq: this.deliveredSeq };
  }
  summary(): ConversationSummary {
    const messages = this.rows.filter((row): row is Message => row.kind === "message");
    const { id, kind, subject, lastActivityAt, draft } = this;
    const { rev, seq, readSeq, deliveredSeq } = this;
    return { id, kind, subject, rev, seq, readSeq, deliveredSeq, memberCount: this.members.length, members: this.members, lastMessage: messages.at(-1) ?? null, lastActivityAt, draft };
  }
  catchUp(afterRev: number, limit: number): { changes: Change[]; upToRev: number; more: boolean; head: Head } {
    const current = [...this.changes.values()].filter((change) => {
      if (change.rev <= afterRev) return false;
      return change.kind !== "item" || this.rows.find((row) => row.id === change.item.id)?.rev === change.rev;
    });
    const changes = current.slice(0, limit);
    const more = current.length > limit;
    return { changes, upToRev: more ? (changes.at(-1)?.rev ?? afterRev) : this.rev, more, head: this.head() };
  }
}

type Input = { conversationId?: string; [name: string]: unknown };
type Answer = { value: unknown } | { code: ErrorCode };

/**
 * One server that answers Anna's commands and tells her what happens; every frame passes `deliver`, where a test may
 * delay, lose, double or hold it.
 */
export class ModelServer {
  readonly conversations = new Map<string, ModelConversation>();
  /** Commands as they came, in order. */
  readonly commands: { name: string; input: Input }[] = [];
  /** Answers instead of the model's own. */
  readonly overrides = new Map<string, (input: Input) => Answer | undefined>();
  pageLimit = 200;
  /** `silent` never answers a handshake, `dies` breaks off in it. */
  accepts: true | ErrorCode | "no-network" | "silent" | "dies" = true;
  handshakes = 0;
  private listener: TransportListener | undefined;
  private link = 0;
  connected = false;

  constructor(
    readonly clock: VirtualClock,
    /** How a frame reaches the client: run `arrive` now, later, never or twice. */
    public deliver: (arrive: () => void, kind: "event" | "reply") => void = (arrive) => arrive(),
  ) {}

  readonly transport: Transport = {
    connect: () => {
      this.handshakes += 1;
      const { accepts } = this;
      queueMicrotask(() => {
        if (accepts === "silent") return;
        if (accepts === "dies") return this.listener?.lost();
        if (accepts !== true) return this.listener?.refused(accepts === "no-network" ? null : accepts);
        this.connected = true;
        this.link += 1;
        this.listener?.connected();
      });
    },
    disconnect: () => {
      if (!this.connected) return;
      this.connected = false;
      this.link += 1;
      this.listener?.lost();
    },
    send: (name, input, answered) => {
      const { link } = this;
      this.commands.push({ name, input: input as Input });
      const answer = this.answer(name, input as Input);
      this.deliver(() => {
        if (link === this.link) answered("code" in answer ? { ok: false, error: { code: answer.code, requestId: "r" } } : { ok: true, value: answer.value });
      }, "reply");
    },
    listen: (listener) => {
      this.listener = listener;
    },
  };

  add(conversation: ModelConversation): ModelConversation {
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }
  /** The network goes; frames under way with it. */
  cut(): void {
    this.transport.disconnect();
  }
  tell(name: string, payload: unknown): void {
    const { link } = this;
    if (!this.connected) return;
    // As bytes would: what is told is how things are now.
    const frame = structuredClone(payload);
    this.deliver(() => {
      if (link !== this.link) return;
      this.listener?.heard();
      this.listener?.event(name, frame);
    }, "event");
  }
  tellChanges(conversation: ModelConversation, changes: readonly Change[]): void {
    this.tell("conversation:changes", { conversationId: conversation.id, changes });
  }
  ping(): void {
    if (this.connected) this.listener?.heard();
  }
  count(name: string): number {
    return this.commands.filter((command) => command.name === name).length;
  }

  private answer(name: string, input: Input): Answer {
    const own = this.overrides.get(name)?.(input);
    if (own) return own;
    const conversation = input.conversationId === undefined ? undefined : this.conversations.get(input.conversationId);
    const ok = (value: unknown): Answer => ({ value: structuredClone(value) });
    if (input.conversationId !== undefined && !conversation) return { code: "conversation_not_found" };
    switch (name) {
      case COMMANDS.conversationHeads.name:
        return ok({ heads: [...this.conversations.values()].map((one) => one.head()) });
      case COMMANDS.conversationList.name: {
        const ids = input["ids"] as string[] | undefined;
        const all = [...this.conversations.values()].filter((one) => !ids || ids.includes(one.id));
        return ok({ conversations: all.map((one) => one.summary()), more: false });
      }
      case COMMANDS.presenceWatch.name:
        return ok({ views: (input["userIds"] as string[]).map((userId) => ({ userId, state: "available", availability: 3_500 })) });
      case COMMANDS.contactsGet.name:
        return ok({ rev: 0, groups: [], contacts: [], numbers: [], organisationGroups: [], automaticGroups: [] });
      default:
        return conversation ? this.answerAbout(conversation, name, input) : ok({});
    }
  }
  private answerAbout(conversation: ModelConversation, name: string, input: Input): Answer {
    const ok = (value: unknown): Answer => ({ value: structuredClone(value) });
    const { rows } = conversation;
    switch (name) {
      case COMMANDS.conversationOpen.name: {
        const items = rows.slice(-Math.min(this.pageLimit, 50));
        return ok({ summary: conversation.summary(), members: conversation.members, items, earlier: items.length < rows.length });
      }
      case COMMANDS.conversationEarlier.name: {
        const before = rows.filter((row) => row.createdRev < (input["beforeCreatedRev"] as number));
        const items = before.slice(-Math.min(this.pageLimit, 50));
        return ok({ items, earlier: items.length < before.length });
      }
      case COMMANDS.conversationCatchUp.name:
        return ok(conversation.catchUp(input["afterRev"] as number, this.pageLimit));
      case COMMANDS.conversationRead.name:
        conversation.readSeq = Math.max(conversation.readSeq, input["seq"] as number);
        return ok({ readSeq: conversation.readSeq });
      case COMMANDS.draftSave.name:
        conversation.draft = input["body"] as RichText | null;
        this.tell("draft:changed", { conversationId: conversation.id, body: conversation.draft });
        return ok({});
      case COMMANDS.messageSend.name: {
        const { message, change } = conversation.send(annaParty, input["body"] as RichText, input["clientKey"] as string);
        this.tellChanges(conversation, [change]);
        return ok(message);
      }
      case COMMANDS.messageEdit.name:
      case COMMANDS.messageDelete.name: {
        const done = conversation.change(input["messageId"] as string, (input["body"] as RichText | undefined) ?? null);
        if (!done) return { code: "message_not_found" };
        this.tellChanges(conversation, [done.change]);
        return ok(done.message);
      }
      default:
        return ok({});
    }
  }
}
