import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { Server } from "socket.io";
import { uuidV7 } from "@/lib/shared/uuid-v7";

/**
 * The honest minimum: bare socket.io, one INSERT for each message, no rights, numbers, retries or catch-up. Whoever
 * connects names the conversation; what is sent goes to all in it, then the sender is answered.
 */
const databaseUrl = process.env["DATABASE_URL"];
if (databaseUrl === undefined) throw new Error("DATABASE_URL is not set");
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const httpServer = createServer();
const io = new Server(httpServer, { path: "/rt", transports: ["websocket"], serveClient: false, perMessageDeflate: false, httpCompression: false });

type Sent = { conversationId: string; clientKey: string; body: unknown };

io.on("connection", (socket) => {
  const { userId, conversationId } = socket.handshake.auth as { userId: string; conversationId?: string };
  if (conversationId !== undefined) void socket.join(conversationId);
  socket.on("message:send", async ({ conversationId, clientKey, body }: Sent, answer: (reply: unknown) => void) => {
    const message = { kind: "message", id: uuidV7(), conversationId, authorId: userId, clientKey, body, sentAt: new Date().toISOString() };
    await pool.query({ name: "insert", text: "INSERT INTO bare_message (id, conversation_id, author_id, body, sent_at) VALUES ($1, $2, $3, $4, $5)", values: [message.id, conversationId, userId, JSON.stringify(body), message.sentAt] });
    io.to(conversationId).emit("message", message);
    answer({ ok: true, value: message });
  });
});

httpServer.listen(0, "127.0.0.1", () => process.stdout.write(`listening http://127.0.0.1:${(httpServer.address() as AddressInfo).port}\n`));

process.on("message", (question) => {
  if (question !== "memory") return;
  (globalThis as { gc?: () => void }).gc?.();
  process.send?.(process.memoryUsage());
});
process.on("SIGTERM", () => process.exit(0));
