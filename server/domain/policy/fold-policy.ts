import { DEFAULT_POLICY, type GroupId, type PolicyPatch, type PolicySettings } from "@/lib/protocol";
import type { PolicyLayers } from "./ports";

export type PolicySource = { kind: "user" } | { kind: "group"; groupId: GroupId; name: string } | { kind: "organisation" } | { kind: "default" };
export type ExplainedSetting = { name: keyof PolicySettings; value: boolean; from: PolicySource };

/**
 * The effective policy, setting by setting: the user's own, else the first group's that says something (lowest priority
 * number, then name), else the organisation's, else the default.
 */
export function foldPolicy(layers: PolicyLayers): ExplainedSetting[] {
  const groups = [...layers.groups].sort((a, b) => a.priority - b.priority || compareText(a.name, b.name));
  const scopes: { from: PolicySource; settings: PolicyPatch }[] = [
    { from: { kind: "user" }, settings: layers.user ?? {} },
    ...groups.map(({ groupId, name, settings }) => ({ from: { kind: "group" as const, groupId, name }, settings })),
    { from: { kind: "organisation" }, settings: layers.organisation ?? {} },
  ];
  return (Object.keys(DEFAULT_POLICY) as (keyof PolicySettings)[]).map((name) => {
    const scope = scopes.find(({ settings }) => settings[name] !== undefined);
    return { name, value: scope?.settings[name] ?? DEFAULT_POLICY[name], from: scope?.from ?? { kind: "default" } };
  });
}

/** By code unit, so that every front end of a pool decides alike, whatever its locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function toPolicySettings(explained: readonly ExplainedSetting[]): PolicySettings {
  return { ...DEFAULT_POLICY, ...Object.fromEntries(explained.map(({ name, value }) => [name, value])) };
}
