import { describe, expect, expectTypeOf, it } from "vitest";
import { ConversationId, type PartyId, partyOf, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";

describe("identifiers", () => {
  it("[ID-1] of one kind cannot stand for another, and only a parse makes one", () => {
    expectTypeOf<UserId>().not.toEqualTypeOf<string>();
    expectTypeOf<UserId>().not.toExtend<ConversationId>();
    expectTypeOf<string>().not.toExtend<UserId>();
    expectTypeOf(partyOf).returns.toEqualTypeOf<PartyId>();
  });
  it("[ID-2] have one spelling", () => {
    const id = uuidV7();
    expect(ConversationId.parse(id.toUpperCase())).toBe(id);
    expect(() => UserId.parse("anna")).toThrow();
  });
});
