import { ConversationId, UserId } from "@/lib/protocol";

/** What an address of the workspace shows. */
export type Shown =
  | { readonly kind: "none" }
  | { readonly kind: "conversation"; readonly id: ConversationId }
  | { readonly kind: "person"; readonly id: UserId }
  /** An address of ours that names nothing. */
  | { readonly kind: "absent" }
  /** Another place than the chat: the page itself draws it. */
  | { readonly kind: "page"; readonly place: "settings" | "admin" };

export function shownAt(path: string): Shown {
  const [, first = "", second = ""] = path.split("/");
  if (first === "") return { kind: "none" };
  if (first === "c") {
    const id = ConversationId.safeParse(second);
    return id.success ? { kind: "conversation", id: id.data } : { kind: "absent" };
  }
  if (first === "p") {
    const id = UserId.safeParse(second);
    return id.success ? { kind: "person", id: id.data } : { kind: "absent" };
  }
  return { kind: "page", place: first === "admin" ? "admin" : "settings" };
}

/** Goes to a place of the chat without asking the server: what it shows is in the client's memory. */
export function goTo(path: string, how: "push" | "replace" = "push"): void {
  if (location.pathname === path) return;
  if (how === "push") history.pushState(null, "", path);
  else history.replaceState(null, "", path);
}
