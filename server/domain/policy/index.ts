import type { PolicySettings, UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { type ExplainedSetting, foldPolicy, toPolicySettings } from "./fold-policy";
import type { PolicyStore } from "./ports";

/** How long another front end of a pool may go by an older policy, in ms. Changes made here count at once. */
const CACHE_TTL_MS = 15_000;
/** Most users whose policy is held. */
const CACHE_USERS_MAX = 20_000;

/** What the organisation allows whom. */
export type Policies = {
  effectiveFor(userId: UserId): Promise<PolicySettings>;
  /** Each setting with the scope that decided it; always fresh. */
  explain(userId: UserId): Promise<{ settings: ExplainedSetting[]; effective: PolicySettings }>;
  /** Forgets what is held of these users, or of all; called after a change is stored. */
  invalidate(userIds: readonly UserId[] | "all"): void;
};

type Held = { settings: Promise<PolicySettings>; untilMs: number };

export function createPolicies(deps: { store: PolicyStore; clock: Clock }): Policies {
  const held = new Map<UserId, Held>();

  const explain = async (userId: UserId) => {
    const settings = foldPolicy(await deps.store.layersOf(userId));
    return { settings, effective: toPolicySettings(settings) };
  };
  const drop = (userId: UserId, entry: Held): void => {
    if (held.get(userId) === entry) held.delete(userId);
  };

  return {
    explain,
    effectiveFor(userId) {
      const nowMs = deps.clock.now().getTime();
      const found = held.get(userId);
      if (found && found.untilMs > nowMs) return found.settings;
      const entry: Held = { settings: explain(userId).then(({ effective }) => effective), untilMs: nowMs + CACHE_TTL_MS };
      held.delete(userId);
      held.set(userId, entry);
      if (held.size > CACHE_USERS_MAX) {
        const oldest = held.keys().next();
        if (!oldest.done) held.delete(oldest.value);
      }
      // A failed reading is not an answer to keep.
      entry.settings.catch(() => drop(userId, entry));
      return entry.settings;
    },
    invalidate(userIds) {
      if (userIds === "all") held.clear();
      else for (const userId of userIds) held.delete(userId);
    },
  };
}

export { type ExplainedSetting, foldPolicy, type PolicySource, toPolicySettings } from "./fold-policy";
export type { PolicyLayers, PolicyStore } from "./ports";
