import { describe, expect, test } from "vitest";
import { explain, POLICY_AREAS, POLICY_NAMES, policyChain } from "@/components/admin/policy-chain";
import { choiceOf, withChoice } from "@/components/admin/policy-settings";
import { DEFAULT_POLICY, GroupId, type Policy, UserId } from "@/lib/protocol";

const carol = UserId.parse("01900000-0000-7000-8000-000000000001");
const leadership = GroupId.parse("01900000-0000-7000-8000-0000000000a1");
const sales = GroupId.parse("01900000-0000-7000-8000-0000000000a2");
const groups = [
  { groupId: sales, name: "Sales", priority: 20, email: null, published: false, memberCount: 3 },
  { groupId: leadership, name: "Leadership", priority: 10, email: null, published: false, memberCount: 1 },
];
const subject = { userId: carol, displayName: "Carol Lindqvist", groupIds: [sales, leadership] };
const policies: Policy[] = [
  { scope: { kind: "organisation" }, settings: { editMessages: false, editPhoto: true } },
  { scope: { kind: "group", groupId: leadership }, settings: { editMessages: true } },
  { scope: { kind: "user", userId: carol }, settings: { deleteMessages: false } },
];
const chain = policyChain(subject, groups, policies, "Example");

describe("[POLICY] why a setting is as it is", () => {
  test("own first, then groups by order, then the organisation, then the default", () => {
    expect(chain.map(({ kind, name }) => `${kind} ${name}`.trim())).toEqual(["user Carol Lindqvist", "group Leadership", "group Sales", "organisation Example", "default"]);
  });

  test("the first that says something counts, and the next shows what it replaces", () => {
    expect(explain(chain, "editMessages")).toMatchObject({ value: true, from: { kind: "group", name: "Leadership" }, insteadOf: false });
    expect(explain(chain, "deleteMessages")).toMatchObject({ value: false, from: { kind: "user" }, insteadOf: true });
  });

  test("where the next says the same, nothing is replaced", () => {
    expect(explain(chain, "editPhoto")).toMatchObject({ value: true, from: { kind: "organisation" }, insteadOf: null });
    expect(explain(chain, "editProfile")).toMatchObject({ value: DEFAULT_POLICY.editProfile, from: { kind: "default" }, insteadOf: null });
  });

  test("groups of others say nothing", () => {
    const other = policyChain({ ...subject, groupIds: [] }, groups, policies, "Example");
    expect(explain(other, "editMessages")).toMatchObject({ value: false, from: { kind: "organisation" } });
  });

  test("every setting of the contract has its place on the page, once", () => {
    expect(POLICY_AREAS.flatMap(({ names }) => [...names]).sort()).toEqual([...POLICY_NAMES].sort());
  });
});

describe("[POLICY] not set, allowed, not allowed", () => {
  test("not set leaves the setting out, so that the next is asked", () => {
    const settings = withChoice(withChoice({}, "editPhoto", "not-allowed"), "editMessages", "allowed");
    expect(settings).toEqual({ editPhoto: false, editMessages: true });
    expect(withChoice(settings, "editPhoto", "not-set")).toEqual({ editMessages: true });
    expect([choiceOf(settings, "editPhoto"), choiceOf(settings, "editMessages"), choiceOf(settings, "editProfile")]).toEqual(["not-allowed", "allowed", "not-set"]);
  });
});
