import { StatusDesk } from "@/components/admin/desks/status-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function StatusPage() {
  await requireAdmin();
  return <StatusDesk />;
}
