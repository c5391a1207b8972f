import { UsersPage } from "@/components/admin/users-page";
import { requireReader } from "../../reader";

/** Wide windows show the users beside the list of pages; narrow ones only the list. */
export default async function AdminIndexPage() {
  await requireReader("/admin");
  return <UsersPage />;
}
