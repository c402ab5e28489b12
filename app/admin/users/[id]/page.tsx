import { UserDetail } from "@/components/admin/user-detail";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin();
  return <UserDetail id={(await params).id} />;
}
