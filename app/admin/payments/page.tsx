import { PaymentDesk } from "@/components/admin/desks/payment-desk";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function PaymentsPage() {
  await requireAdmin();
  return <PaymentDesk />;
}
