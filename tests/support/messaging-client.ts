import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import type { z } from "zod";
import { type ClientToServer, type Command, type ErrorCode, PROTOCOL_VERSION, type ServerToClient, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { USER_HEADER } from "./messaging-server";

const ANSWER_MS = 15_000;

export class Refused extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

/** A signed-in socket of one person. */
export type TestClient = {
  userId: UserId;
  socket: Socket<ServerToClient, ClientToServer>;
  /** @throws Refused with the code of the answer. */
  call<C extends Command>(command: C, input: z.input<C["input"]>): Promise<z.infer<C["output"]>>;
  close(): void;
};

export async function connectClient(url: string, userId: UserId): Promise<TestClient> {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    path: "/rt",
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { [USER_HEADER]: userId },
    auth: { protocolVersion: PROTOCOL_VERSION, endpointId: uuidV7(), device: "desktop" },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return {
    userId,
    socket,
    async call(command, input) {
      if (!socket.connected) throw new Error("Not connected");
      const cutOff = Promise.withResolvers<never>();
      const onCut = (): void => cutOff.reject(new Error("Cut off"));
      socket.once("disconnect", onCut);
      const answer = (socket as Socket).timeout(ANSWER_MS).emitWithAck(command.name, input);
      const reply = (await Promise.race([answer, cutOff.promise]).finally(() => socket.off("disconnect", onCut))) as { ok: true; value: never } | { ok: false; error: { code: ErrorCode } };
      if (!reply.ok) throw new Refused(reply.error.code);
      return reply.value;
    },
    close: () => void socket.disconnect(),
  };
}

/** The next event of this name. */
export async function nextEvent<E extends keyof ServerToClient>(client: TestClient, name: E): Promise<Parameters<ServerToClient[E]>[0]> {
  const [payload] = (await once(client.socket as never, name)) as [Parameters<ServerToClient[E]>[0]];
  return payload;
}
