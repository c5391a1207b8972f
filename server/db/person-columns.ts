import { type UserId, WorkingHours } from "@/lib/protocol";
import { type PersonFields, type UnviewedPerson, unviewedPerson } from "@/server/domain/presence";
import { photoPathOf } from "@/server/domain/photo-path";

/** The columns of a card, of the table "user" under the alias `u`. */
export const PERSON_COLUMNS = `u.id, u.display_name, u.title, u.company, u.email, u.department, u.office,
  u.work_phone, u.mobile_phone, u.home_phone, u.other_phone, u.photo_id, u.time_zone, u.website, u.settings->'workingHours' AS working_hours`;

export type PersonRow = {
  id: UserId;
  display_name: string;
  title: string | null;
  company: string | null;
  email: string;
  department: string | null;
  office: string | null;
  work_phone: string | null;
  mobile_phone: string | null;
  home_phone: string | null;
  other_phone: string | null;
  photo_id: string | null;
  time_zone: string | null;
  website: string | null;
  working_hours: unknown;
};

/** What leaves a repository about a person, before the view function. */
export function toUnviewedPerson(row: PersonRow): UnviewedPerson {
  const fields: PersonFields = {
    userId: row.id,
    displayName: row.display_name,
    title: row.title,
    company: row.company,
    email: row.email,
    department: row.department,
    office: row.office,
    workPhone: row.work_phone,
    mobilePhone: row.mobile_phone,
    homePhone: row.home_phone,
    otherPhone: row.other_phone,
    photoUrl: row.photo_id === null ? null : photoPathOf(row.photo_id),
    timeZone: row.time_zone,
    website: row.website,
    workingHours: WorkingHours.safeParse(row.working_hours).data ?? null,
  };
  return unviewedPerson(fields);
}
