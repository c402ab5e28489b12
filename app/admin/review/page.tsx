import { ReviewDesk } from "@/components/admin/review-desk";

export default function ReviewPage() {
  return <ReviewDesk />;
}
