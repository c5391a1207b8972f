import type { Member, PersonCard } from "@/lib/protocol";

/** The members with this person as their card has them now; the same array when that changes nothing. */
export function withPerson(members: readonly Member[], card: PersonCard): readonly Member[] {
  const at = members.findIndex(({ party }) => (party.id as string) === card.userId);
  const held = members[at];
  if (!held) return members;
  const { displayName, photoUrl } = card;
  if (held.party.displayName === displayName && held.party.photoUrl === photoUrl) return members;
  const { photoUrl: _old, ...rest } = held.party;
  return members.with(at, { ...held, party: { ...rest, displayName, ...(photoUrl !== undefined && { photoUrl }) } });
}
