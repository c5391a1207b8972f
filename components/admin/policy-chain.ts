import { type AdminGroup, DEFAULT_POLICY, type GroupId, type Policy, type PolicySettings, type UserId } from "@/lib/protocol";

export type PolicyName = keyof PolicySettings;
export const POLICY_NAMES = Object.keys(DEFAULT_POLICY) as PolicyName[];

/** How the settings are grouped on the page. */
export const POLICY_AREAS = [
  { area: "people", names: ["editProfile", "editPhoto"] },
  { area: "messages", names: ["groupConversations", "editMessages", "deleteMessages"] },
  { area: "signIn", names: ["privateComputers"] },
] as const satisfies readonly { area: string; names: readonly PolicyName[] }[];

export type ChainLink = { kind: "user" | "group" | "organisation" | "default"; groupId: GroupId | null; name: string; settings: Policy["settings"] };

type Subject = { userId: UserId; displayName: string; groupIds: readonly GroupId[] };

/** Everything that is asked about a user, in order: their own policy, their groups', the organisation's, the defaults. */
export function policyChain(subject: Subject, groups: readonly AdminGroup[], policies: readonly Policy[], organisationName: string): ChainLink[] {
  const settingsOf = (fits: (scope: Policy["scope"]) => boolean): Policy["settings"] => policies.find(({ scope }) => fits(scope))?.settings ?? {};
  const own = settingsOf((scope) => scope.kind === "user" && scope.userId === subject.userId);
  const ofGroups = groups
    .filter(({ groupId }) => subject.groupIds.includes(groupId))
    .sort((one, other) => one.priority - other.priority || (one.name < other.name ? -1 : 1))
    .map((group): ChainLink => ({ kind: "group", groupId: group.groupId, name: group.name, settings: settingsOf((scope) => scope.kind === "group" && scope.groupId === group.groupId) }));
  return [
    { kind: "user", groupId: null, name: subject.displayName, settings: own },
    ...ofGroups,
    { kind: "organisation", groupId: null, name: organisationName, settings: settingsOf((scope) => scope.kind === "organisation") },
    { kind: "default", groupId: null, name: "", settings: DEFAULT_POLICY },
  ];
}

export type Explained = {
  name: PolicyName;
  value: boolean;
  from: ChainLink;
  /** What the next one would have said, where that is something else. */
  insteadOf: boolean | null;
};

/** The first link that says something decides; the one after it tells what would hold without. */
export function explain(chain: readonly ChainLink[], name: PolicyName): Explained | null {
  const says = chain.filter(({ settings }) => settings[name] !== undefined);
  const [from, next] = says;
  const value = from?.settings[name];
  if (!from || value === undefined) return null;
  const other = next?.settings[name];
  return { name, value, from, insteadOf: other === undefined || other === value ? null : other };
}
