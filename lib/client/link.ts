import type { z } from "zod";
import type { AnyCommand, AnyEvent, SessionEndReason } from "@/lib/protocol";
import type { Store } from "./store";

/** How this endpoint is joined to the server. Times in ms of the platform's clock. */
export type ConnectionState =
  | { readonly name: "connecting" }
  | { readonly name: "online"; readonly sinceMs: number }
  | {
      readonly name: "offline";
      readonly sinceMs: number;
      /** Null while an attempt runs. */
      readonly nextRetryAtMs: number | null;
      /** The server said that it restarts: not worth a word unless it takes long. */
      readonly quiet: boolean;
    }
  /** For good: the user must sign in again. */
  | { readonly name: "ended"; readonly reason: SessionEndReason | "unauthenticated" }
  /** This page is older than the server understands; it reloads itself at a quiet moment, or the user does. */
  | { readonly name: "too-old" };

/**
 * The stores' view of the connection. Everything that arrives has been parsed once, by its `Connection`,
 * with the tolerant form of the contract.
 */
export type Link = {
  /**
   * Asks, and gives the value. Never queued: without a link it fails at once.
   * @throws CallError with the server's code, `disconnected` or `bad_answer`.
   */
  call<C extends AnyCommand>(command: C, input: z.input<C["input"]>): Promise<z.output<C["output"]>>;
  /** Events come in the order sent; they may be lost with a link, and come twice. */
  on<E extends AnyEvent>(event: E, listener: (payload: z.output<E["payload"]>) => void): () => void;
  readonly state: Store<ConnectionState>;
  /** When the server last gave a sign of life (its pings included), in ms of the platform's clock; 0: never. */
  lastHeardAtMs(): number;
};
