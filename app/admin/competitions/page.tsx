import { CompetitionDesk } from "@/components/admin/desks/competition-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function AdminCompetitionsPage() {
  await requireAdmin();
  return <CompetitionDesk />;
}
