import { StatusDesk } from "@/components/admin/status-desk";

export default function StatusPage() {
  return <StatusDesk />;
}
