import { ProfileSettings } from "@/components/settings/profile-settings";

/** Wide windows show the first page beside the list; narrow ones only the list. */
export default function SettingsIndexPage() {
  return <ProfileSettings />;
}
