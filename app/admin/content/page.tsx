import { ContentDesk } from "@/components/admin/desks/content-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function ContentPage() {
  await requireAdmin();
  return <ContentDesk />;
}
