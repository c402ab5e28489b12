import { AuditList } from "@/components/admin/audit-list";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function AuditPage() {
  await requireAdmin();
  return <AuditList />;
}
