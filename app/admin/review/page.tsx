import { ReviewDesk } from "@/components/admin/review-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function ReviewPage() {
  await requireAdmin();
  return <ReviewDesk />;
}
