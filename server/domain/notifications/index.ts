import { contactsChanged, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { TagStore } from "./ports";

export type { TagRefusal, TagStore } from "./ports";

export type NotificationsDeps = { tags: TagStore; fanout: Fanout };

/** What people are told that did not ask at this moment. */
export type Notifications = {
  /**
   * Tags a person of the owner's list, or takes the tag back; told to all endpoints of the owner. Repeats do no harm.
   * @throws AppError `contact_not_found`, `tag_limit` (TAGS_MAX).
   */
  tag(ownerId: UserId, targetId: UserId, tagged: boolean): Promise<{ rev: number }>;
};

export function createNotifications({ tags, fanout }: NotificationsDeps): Notifications {
  return {
    async tag(ownerId, targetId, tagged) {
      const outcome = await tags.put(ownerId, targetId, tagged);
      if ("refused" in outcome) throw new AppError(outcome.refused, { ownerId });
      fanout.toUsers([ownerId], contactsChanged, { rev: outcome.rev });
      return { rev: outcome.rev };
    },
  };
}
