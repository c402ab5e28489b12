import { ReviewDesk } from "@/components/admin/desks/review-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function ReviewPage() {
  await requireAdmin();
  return <ReviewDesk />;
}
