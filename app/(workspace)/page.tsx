import { requireReader } from "../reader";

/** The workspace draws itself, in the layout; this only sees to it that somebody is signed in. */
export default async function HomePage() {
  await requireReader("/");
  return null;
}
