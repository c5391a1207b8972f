import { type Client, createClient, type KeyValueStorage, type Platform, type Store } from "@/lib/client";
import { createSocketTransport, type Transport } from "@/lib/client/socket";
import { DEFAULT_POLICY, DEFAULT_SETTINGS, EndpointId, type Me, PROTOCOL_VERSION } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { TestPerson, TestSession } from "./people";

export type HeadlessClient = {
  client: Client;
  /** Closes the wire as a lost network would; the client comes back by itself. */
  cut(): void;
  /** Resolves with the first snapshot that satisfies `accept`; the test's own limit ends a wait in vain. */
  until<S>(store: Store<S>, accept: (snapshot: S) => boolean): Promise<S>;
  dispose(): void;
};

/** Hears what goes over the wire. */
export type Wiretap = { sent(name: string, input: unknown): void; answered(name: string, input: unknown, reply: unknown): void };

/** How much faster its timers run than a browser's: back-off and grace are real, only shorter. */
const HASTE = 20;

/** The client that browsers run, in this process and without a page: visible, focused, with storage of its own. */
export function createHeadlessClient(options: { url: string; me: Me; cookie: string; wiretap?: Wiretap }): HeadlessClient {
  const { url: origin, me, cookie, wiretap } = options;
  const endpointId = EndpointId.parse(uuidV7());
  const platform = headlessPlatform(origin);
  const wire = createSocketTransport({ origin, cookie, hello: () => ({ protocolVersion: PROTOCOL_VERSION, endpointId, device: "desktop", idleForMs: 0 }) });
  const transport = wiretap ? tapped(wire, wiretap) : wire;
  const client = createClient({ me, platform, cookie, transport });
  return {
    client,
    cut: () => transport.disconnect(),
    until: (store, accept) =>
      new Promise((resolve) => {
        const look = (): boolean => {
          const snapshot = store.getSnapshot();
          if (!accept(snapshot)) return false;
          stop();
          resolve(snapshot);
          return true;
        };
        const stop = store.subscribe(look);
        look();
      }),
    dispose: () => client.dispose(),
  };
}

function tapped(wire: Transport, wiretap: Wiretap): Transport {
  return {
    ...wire,
    send(name, input, answered) {
      wiretap.sent(name, input);
      wire.send(name, input, (reply) => {
        answered(reply);
        wiretap.answered(name, input, reply);
      });
    },
  };
}

/** As a page would be rendered for this person. */
export function meOf({ userId, email, givenName, familyName }: TestPerson, session: TestSession): Me {
  const empty = { title: null, company: null, department: null, office: null, workPhone: null, mobilePhone: null, homePhone: null, otherPhone: null, timeZone: null, website: null };
  return {
    userId,
    email,
    sipUri: `sip:${email}`,
    role: "user",
    profile: { givenName, familyName, displayName: `${givenName} ${familyName}`, ...empty },
    photoUrl: null,
    settings: DEFAULT_SETTINGS,
    policy: DEFAULT_POLICY,
    hasPassword: true,
    session: { id: session.sessionId, publicComputer: false },
    organisation: { name: "Example", sipDomain: "example.com" },
  };
}

function headlessPlatform(origin: string): Platform {
  const nothing = () => () => undefined;
  return {
    now: () => Date.now(),
    setTimer: (run, afterMs) => setTimeout(run, afterMs / HASTE),
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    random: () => Math.random(),
    fetch,
    origin,
    device: "desktop",
    push: null,
    localStorage: memoryStorage(),
    sessionStorage: memoryStorage(),
    page: { isVisible: () => true, hasFocus: () => true, isFullScreen: () => false, onChange: nothing, onHide: nothing, onInput: nothing, reload: () => undefined },
    deviceIdle: null,
  };
}

function memoryStorage(): KeyValueStorage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, text) => void entries.set(key, text),
    removeItem: (key) => void entries.delete(key),
  };
}
