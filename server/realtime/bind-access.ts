import { accessGet, accessSet, accessSetDefault, accessSetGroup } from "@/lib/protocol";
import type { Access } from "@/server/domain/presence";
import type { Gateway } from "./gateway";

export function bindAccess({ gateway, access }: { gateway: Gateway; access: Access }): void {
  gateway.bindCommand(accessGet, ({ userId }) => access.read(userId));
  gateway.bindCommand(accessSet, async ({ userId }, input) => ({ userId: input.userId, level: await access.set(userId, input.userId, input.level) }));
  gateway.bindCommand(accessSetGroup, async ({ userId }, { group, level }) => {
    await access.setGroup(userId, group, level);
    return {};
  });
  gateway.bindCommand(accessSetDefault, async ({ userId }, { origin, level }) => ({ origin, level: await access.setDefault(userId, origin, level) }));
}
