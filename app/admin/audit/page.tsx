import { AuditList } from "@/components/admin/audit-list";

export default function AuditPage() {
  return <AuditList />;
}
