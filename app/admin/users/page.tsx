import { UserList } from "@/components/admin/user-list";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function UsersPage() {
  await requireAdmin();
  return <UserList />;
}
