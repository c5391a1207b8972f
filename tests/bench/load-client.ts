import { once } from "node:events";
import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import { PROTOCOL_VERSION, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";

/** Each stored message is in a frame once, as this; several may share a frame. */
const MESSAGE_MARK = Buffer.from('"kind":"message"');
const STAMP = /at=([\d.]+)/g;
const NEWEST = /"seq":(\d+)/g;
/** As browsers do: at most one acknowledgement of what arrived in this time, in ms. */
const ACKNOWLEDGE_MS = 250;

/** Somebody who is signed in. */
export type LoadUser = { userId: UserId; cookie: string };

export type LoadClient = {
  userId: UserId;
  /** Resolves when the server has answered that it is stored. */
  send(conversationId: string): Promise<void>;
  /** Messages that arrived, own ones included. */
  arrived(): number;
  /** From now, keeps how long messages took from their sending, in ms. */
  measureInto(latenciesMs: number[] | undefined): void;
  close(): void;
};

/**
 * A client that speaks the wire format by hand and looks into frames no further than it must: the load generator
 * shares the machine with what it measures. The same code talks to both servers.
 */
export async function connectLoadClient(url: string, { userId, cookie }: LoadUser, options: { conversationId?: string; acknowledge: boolean }): Promise<LoadClient> {
  const { conversationId, acknowledge } = options;
  const socket = new WebSocket(`${url.replace("http", "ws")}/rt/?EIO=4&transport=websocket`, { headers: { Origin: url, Cookie: cookie }, perMessageDeflate: false });
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let nextId = 0;
  let arrived = 0;
  let latenciesMs: number[] | undefined;
  let acknowledging: NodeJS.Timeout | undefined;
  let newest = 0;
  let admitted: ((error?: Error) => void) | undefined;

  const acknowledgeLater = (frame: string): void => {
    for (const match of frame.matchAll(NEWEST)) newest = Math.max(newest, Number(match[1]));
    acknowledging ??= setTimeout(() => {
      acknowledging = undefined;
      socket.send(`42${nextId++}${JSON.stringify(["conversation:delivered", { positions: [{ conversationId, seq: newest }] }])}`);
    }, ACKNOWLEDGE_MS);
  };

  socket.on("message", (data: Buffer) => {
    const type = data[0];
    const kind = data[1];
    if (type === 0x32) return void socket.send("3"); // Ping, pong.
    if (type !== 0x34) return;
    if (kind === 0x30) return admitted?.();
    if (kind === 0x34) return admitted?.(new Error(`Refused: ${data.toString()}`));
    if (kind === 0x33) {
      const id = Number.parseInt(data.toString("latin1", 2, 12), 10);
      const one = waiting.get(id);
      if (!one) return;
      waiting.delete(id);
      // `43<id>[{"ok":true` and no more is looked at.
      if (data.subarray(2, 40).includes('"ok":true')) one.resolve();
      else one.reject(new Error(data.toString().slice(0, 200)));
      return;
    }
    let here = 0;
    for (let at = data.indexOf(MESSAGE_MARK); at >= 0; at = data.indexOf(MESSAGE_MARK, at + MESSAGE_MARK.length)) here += 1;
    arrived += here;
    if (here === 0 || (!latenciesMs && !acknowledge)) return;
    const frame = data.toString();
    if (latenciesMs) for (const match of frame.matchAll(STAMP)) latenciesMs.push(performance.now() - Number(match[1]));
    if (acknowledge && conversationId !== undefined) acknowledgeLater(frame);
  });
  await once(socket, "open");
  socket.send(`40${JSON.stringify({ protocolVersion: PROTOCOL_VERSION, endpointId: uuidV7(), device: "desktop", ...(conversationId !== undefined && { conversationId }), userId })}`);
  await new Promise<void>((resolve, reject) => {
    admitted = (error) => (error ? reject(error) : resolve());
  });

  return {
    userId,
    send(conversation) {
      const id = nextId++;
      const text = `A sentence of the usual length, as people write them. at=${performance.now().toFixed(3)}`;
      const input = { conversationId: conversation, clientKey: randomUUID(), body: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text }] }] } };
      return new Promise<void>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        socket.send(`42${id}${JSON.stringify(["message:send", input])}`);
      });
    },
    arrived: () => arrived,
    measureInto(into) {
      latenciesMs = into;
    },
    close() {
      clearTimeout(acknowledging);
      socket.terminate();
    },
  };
}
