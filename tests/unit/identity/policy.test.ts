import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, GroupId, type PolicyPatch, type PolicySettings, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createPolicies, foldPolicy, type PolicyLayers, toPolicySettings } from "@/server/domain/policy";

const names = Object.keys(DEFAULT_POLICY) as (keyof PolicySettings)[];
const patch = fc.record(Object.fromEntries(names.map((name) => [name, fc.boolean()])), { requiredKeys: [] }) as fc.Arbitrary<PolicyPatch>;
const group = fc.record({ groupId: fc.uuid({ version: 7 }).map((id) => GroupId.parse(id)), name: fc.string({ minLength: 1 }), priority: fc.integer({ min: 1, max: 5 }), settings: patch });
const layers: fc.Arbitrary<PolicyLayers> = fc.record({ user: fc.option(patch), groups: fc.uniqueArray(group, { maxLength: 5, selector: ({ name }) => name }), organisation: fc.option(patch) });

describe("effective policy", () => {
  it("[ADM-7] is decided for each setting by the first scope that says something", () => {
    fc.assert(
      fc.property(layers, (given) => {
        for (const { name, value, from } of foldPolicy(given)) {
          const byPriority = [...given.groups].sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
          const said = [given.user, ...byPriority.map(({ settings }) => settings), given.organisation].map((settings) => settings?.[name]);
          expect(value).toBe(said.find((one) => one !== undefined) ?? DEFAULT_POLICY[name]);
          expect(from.kind === "default").toBe(said.every((one) => one === undefined));
        }
      }),
    );
  });

  it("[ADM-7] does not depend on the order in which groups are read", () => {
    fc.assert(
      fc.property(layers, (given) => {
        expect(foldPolicy({ ...given, groups: [...given.groups].reverse() })).toEqual(foldPolicy(given));
      }),
    );
  });

  it("[ADM-7] always says every setting", () => {
    fc.assert(fc.property(layers, (given) => void expect(Object.keys(toPolicySettings(foldPolicy(given))).sort()).toEqual([...names].sort())));
  });
});

describe("held policies", () => {
  const userId = UserId.parse(uuidV7());
  const setup = () => {
    let nowMs = 0;
    let readings = 0;
    let organisation: PolicyPatch = {};
    let broken = false;
    const policies = createPolicies({
      clock: { now: () => new Date(nowMs) },
      store: {
        async layersOf() {
          readings += 1;
          if (broken) throw new Error("database lost");
          return { user: null, groups: [], organisation };
        },
      },
    });
    return { policies, readings: () => readings, pass: (ms: number) => (nowMs += ms), say: (settings: PolicyPatch) => (organisation = settings), break: (is: boolean) => (broken = is) };
  };

  it("are read once for many who ask at once, and again after a change or a while", async () => {
    const { policies, readings, pass, say } = setup();
    await Promise.all(Array.from({ length: 10 }, () => policies.effectiveFor(userId)));
    expect(readings()).toBe(1);
    say({ editPhoto: false });
    expect((await policies.effectiveFor(userId)).editPhoto).toBe(true);
    policies.invalidate([userId]);
    expect((await policies.effectiveFor(userId)).editPhoto).toBe(false);
    say({ editPhoto: true });
    pass(15_000);
    expect((await policies.effectiveFor(userId)).editPhoto).toBe(true);
  });

  it("do not hold a failure", async () => {
    const { policies, break: breakStore } = setup();
    breakStore(true);
    await expect(policies.effectiveFor(userId)).rejects.toThrow("database lost");
    breakStore(false);
    await expect(policies.effectiveFor(userId)).resolves.toEqual(DEFAULT_POLICY);
  });
});
