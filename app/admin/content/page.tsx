import { ContentDesk } from "@/components/admin/content-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function ContentPage() {
  await requireAdmin();
  return <ContentDesk />;
}
