import type { UserId, WorkingHours } from "@/lib/protocol";

declare const unviewed: unique symbol;

/** All of a person that a card may show, before anybody's access level was asked. Absent is null. */
export type PersonFields = {
  userId: UserId;
  displayName: string;
  title: string | null;
  company: string | null;
  email: string;
  department: string | null;
  office: string | null;
  workPhone: string | null;
  mobilePhone: string | null;
  homePhone: string | null;
  otherPhone: string | null;
  photoUrl: string | null;
  timeZone: string | null;
  website: string | null;
  workingHours: WorkingHours | null;
};

/**
 * A person as stored, on the way from a repository to `viewPerson`. It cannot leave by accident: its type fits no
 * contract, and printing it as JSON throws.
 */
export type UnviewedPerson = { readonly [unviewed]: true; readonly fields: Readonly<PersonFields> };

const seal = {
  toJSON(): never {
    throw new Error("A person was about to be sent without the view function");
  },
};

/** Marks a stored person as not yet viewed. For repositories. */
export function unviewedPerson(fields: PersonFields): UnviewedPerson {
  return Object.assign(Object.create(seal) as object, { fields }) as UnviewedPerson;
}
