import { type UserId } from "@/lib/protocol";

export type CardRequest = {
  readonly userId: UserId;
  readonly anchor: Element;
  /** `peek` follows the pointer and leaves the focus where it is; `open` has the focus until closed. */
  readonly mode: "peek" | "open";
};
