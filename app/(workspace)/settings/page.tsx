import { ProfileSettings } from "@/components/settings/profile-settings";
import { requireReader } from "../../reader";

/** Wide windows show the first page beside the list; narrow ones only the list. */
export default async function SettingsIndexPage() {
  await requireReader("/settings");
  return <ProfileSettings />;
}
