import { contactsTag, presenceChanged, presenceWatch, UserId } from "@/lib/protocol";
import { connectOnTheWire } from "./on-the-wire";
import { makePeople, type Person } from "./people";

/** Puts a person into the tagger's list, and the tag on them. */
export async function tag(baseURL: string, tagger: Person, tagged: Person): Promise<void> {
  const wire = await connectOnTheWire(baseURL, tagger);
  await wire.addContact(tagged);
  await wire.client.call(contactsTag, { userId: UserId.parse(tagged.userId), tagged: true });
  wire.close();
}

/** For half a minute after its start a server knows nothing of who is not there, and nothing is news. Waits that long at most. */
export async function untilServerKnows(baseURL: string): Promise<void> {
  const [dave, erin] = (await makePeople(baseURL, "Dave", "Erin")) as [Person, Person];
  const wire = await connectOnTheWire(baseURL, dave);
  const known = wire.client.next(presenceChanged, ({ userId }) => userId === erin.userId);
  const { views } = await wire.client.call(presenceWatch, { userIds: [UserId.parse(erin.userId)] });
  if (views[0]?.state === "unknown") await known;
  wire.close();
}
