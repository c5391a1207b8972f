import { directorySearch, personGet } from "@/lib/protocol";
import type { Directory } from "@/server/domain/directory";
import type { Gateway } from "./gateway";

export function bindDirectory({ gateway, directory }: { gateway: Gateway; directory: Directory }): void {
  gateway.bindCommand(directorySearch, async ({ userId }, input) => ({ people: await directory.search(userId, input) }));
  gateway.bindCommand(personGet, ({ userId }, input) => directory.getCard(userId, input.userId));
}
