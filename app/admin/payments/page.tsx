import { PaymentDesk } from "@/components/admin/payment-desk";

export default function PaymentsPage() {
  return <PaymentDesk />;
}
