"use client";

import Link from "next/link";
import { type Column, DataTable } from "@/components/admin/data-table";
import { ListPage } from "@/components/admin/list-page";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import { useAdminList } from "@/components/admin/use-admin-list";
import { sendVerified } from "@/lib/client/api/send-verified";

type PaymentLine = {
  id: string;
  userId: string;
  reference: string;
  product: string;
  amount: number;
  currency: string;
  status: string;
  note: string | null;
  createdAt: string;
};
type WebhookLine = {
  id: string;
  event: string;
  reference: string | null;
  outcome: string;
  deliveries: number;
  lastAt: string;
};

/** All payments, with the log of the provider's webhooks. */
export function PaymentDesk() {
  const list = useAdminList<PaymentLine>("/api/admin/payments", "payments");
  const refund = (reference: string) => async (reason: string) => {
    await sendVerified("POST", `/api/admin/payments/${reference}/refund`, { reason });
    list.reload();
  };
  const columns: Column<PaymentLine>[] = [
    {
      name: "Reference",
      cell: (row) => (
        <Link href={`/admin/users/${row.userId}`} className="font-mono text-accent hover:underline">
          {row.reference}
        </Link>
      ),
    },
    { name: "Product", cell: (row) => row.product },
    { name: "Amount", isNumber: true, cell: (row) => `${(row.amount / 100).toFixed(2)} ${row.currency}` },
    { name: "Status", cell: (row) => row.status },
    { name: "Note", cell: (row) => row.note ?? "–" },
    { name: "Opened (UTC)", cell: (row) => <span className="font-mono">{showTime(row.createdAt)}</span> },
    {
      name: "Refund",
      cell: (row) =>
        row.status === "paid" && (
          <ReasonButton
            label="Refund"
            title="Refund the payment"
            consequence="The whole amount goes back, and what was granted ends when the provider confirms."
            act={refund(row.reference)}
          />
        ),
    },
  ];
  return (
    <div className="flex flex-col gap-6">
      <ListPage
        title="Payments"
        searchHint="Reference, product, status or user id"
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty="No payment matches."
      />
      <h2 className="font-medium text-sm">Webhooks</h2>
      <DataTable
        label="Webhooks"
        rows={list.first?.webhooks as WebhookLine[] | undefined}
        keyOf={(row) => row.id}
        empty="The provider has told us nothing yet."
        columns={[
          { name: "Event", cell: (row) => row.event },
          { name: "Reference", cell: (row) => <span className="font-mono">{row.reference ?? "–"}</span> },
          { name: "Outcome", cell: (row) => row.outcome },
          { name: "Times", isNumber: true, cell: (row) => row.deliveries },
          { name: "Last (UTC)", cell: (row) => <span className="font-mono">{showTime(row.lastAt)}</span> },
        ]}
      />
    </div>
  );
}
