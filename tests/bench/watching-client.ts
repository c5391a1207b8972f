import { once } from "node:events";
import WebSocket from "ws";
import { contactsGet, presenceChanged, presenceSet, presenceWatch, PROTOCOL_VERSION, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { LoadUser } from "./load-client";

const CHANGED = Buffer.from(`42["${presenceChanged.name}",{"userId":"`);
const ID_LENGTH = 36;

/** Somebody at their desk: has their list, watches the people on it, changes their own state now and then. */
export type WatchingClient = {
  userId: UserId;
  /** When the server let this endpoint in, ms of `performance.now()`: from then on others may see it. */
  admittedAtMs: number;
  /** Resolves when the server has answered that it is stored. */
  setState(state: "busy" | null): Promise<void>;
  close(): void;
};

/**
 * Signs in as a page does: handshake, contact list, watching. Frames are looked into no further than needed, since all
 * clients share one process with the clock that judges the server.
 *
 * @param onChanged Called with whom a `presence:changed` is about, once for each that arrives.
 */
export async function connectWatchingClient(url: string, { userId, cookie }: LoadUser, watched: readonly UserId[], onChanged: (subject: UserId) => void): Promise<WatchingClient> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/rt/?EIO=4&transport=websocket`, { headers: { Origin: url, Cookie: cookie }, perMessageDeflate: false });
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let nextId = 0;
  let admitted: ((error?: Error) => void) | undefined;

  const ask = (name: string, input: unknown): Promise<void> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      socket.send(`42${id}${JSON.stringify([name, input])}`);
    });
  const onAnswer = (data: Buffer): void => {
    const id = Number.parseInt(data.toString("latin1", 2, 12), 10);
    const one = waiting.get(id);
    waiting.delete(id);
    if (data.subarray(2, 40).includes('"ok":true')) one?.resolve();
    else one?.reject(new Error(data.toString("utf8", 0, 200)));
  };

  socket.on("message", (data: Buffer) => {
    if (data[0] === 0x32) return void socket.send("3"); // Ping, pong.
    if (data[0] !== 0x34) return;
    if (data[1] === 0x30) admitted?.();
    else if (data[1] === 0x34) admitted?.(new Error(`Refused: ${data.toString()}`));
    else if (data[1] === 0x33) onAnswer(data);
    else if (data.subarray(0, CHANGED.length).equals(CHANGED)) onChanged(data.toString("latin1", CHANGED.length, CHANGED.length + ID_LENGTH) as UserId);
  });
  await once(socket, "open");
  socket.send(`40${JSON.stringify({ protocolVersion: PROTOCOL_VERSION, endpointId: uuidV7(), device: "desktop" })}`);
  await new Promise<void>((resolve, reject) => {
    admitted = (error) => (error ? reject(error) : resolve());
  });
  const admittedAtMs = performance.now();
  await Promise.all([ask(contactsGet.name, {}), ask(presenceWatch.name, { userIds: watched })]);
  return { userId, admittedAtMs, setState: (state) => ask(presenceSet.name, { state }), close: () => socket.terminate() };
}
