"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type AdminColumn, AdminTable } from "@/components/admin/admin-table";
import { ListPage } from "@/components/admin/list-page";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import { useAdminList } from "@/components/admin/use-admin-list";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import type { CancellationReason, PaymentStatus } from "@/lib/core/account-terms";
import { findProduct } from "@/lib/schemas/products";

type PaymentLine = {
  id: string;
  userId: string;
  reference: string;
  product: string;
  amount: number;
  currency: string;
  status: PaymentStatus;
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

type CancellationLine = {
  code: string;
  userId: string;
  product: string;
  cancelReason: CancellationReason;
  cancelNote: string | null;
  cancelledAt: string;
};

/** All payments, with the reasons of cancellations and the log of the provider's webhooks. */
export function PaymentDesk() {
  const t = useTranslations("admin.payments");
  const tBilling = useTranslations("billing");
  const list = useAdminList<PaymentLine>("/api/admin/payments", "payments");
  const refund = (reference: string) => async (reason: string) => {
    await sendVerified("POST", `/api/admin/payments/${reference}/refund`, { reason });
    list.reload();
  };
  const columns: AdminColumn<PaymentLine>[] = [
    {
      name: t("reference"),
      cell: (row) => (
        <Link href={`/admin/users/${row.userId}`} className="font-mono text-accent hover:underline">
          {row.reference}
        </Link>
      ),
    },
    { name: t("product"), cell: (row) => findProduct(row.product)?.name ?? row.product },
    {
      name: t("amount"),
      isNumber: true,
      cell: (row) => `${formatFixed(row.amount / 100, 2)} ${row.currency}`,
    },
    { name: t("status"), cell: (row) => t(`statuses.${row.status}`) },
    { name: t("note"), cell: (row) => row.note ?? NO_VALUE },
    { name: t("opened"), cell: (row) => <span className="font-mono">{showTime(row.createdAt)}</span> },
    {
      name: t("refund"),
      cell: (row) =>
        row.status === "paid" && (
          <ReasonButton
            label={t("refund")}
            title={t("refundTitle")}
            consequence={t("refundConsequence")}
            act={refund(row.reference)}
          />
        ),
    },
  ];
  return (
    <div className="flex flex-col gap-6">
      <ListPage
        title={t("title")}
        search={t("search")}
        searchHint={t("searchHint")}
        list={list}
        columns={columns}
        keyOf={(row) => row.id}
        empty={t("empty")}
      />
      <h2 className="font-medium text-sm">{t("cancellations")}</h2>
      <AdminTable
        label={t("cancellations")}
        rows={list.first?.cancellations as CancellationLine[] | undefined}
        keyOf={(row) => row.code}
        empty={t("noCancellations")}
        columns={[
          {
            name: t("cancelledAt"),
            cell: (row) => (
              <Link href={`/admin/users/${row.userId}`} className="font-mono text-accent hover:underline">
                {showTime(row.cancelledAt)}
              </Link>
            ),
          },
          { name: t("product"), cell: (row) => findProduct(row.product)?.name ?? row.product },
          { name: t("cancelReason"), cell: (row) => tBilling(`stop.reasons.${row.cancelReason}`) },
          { name: t("cancelNote"), cell: (row) => row.cancelNote ?? NO_VALUE },
        ]}
      />
      <h2 className="font-medium text-sm">{t("webhooks")}</h2>
      <AdminTable
        label={t("webhooks")}
        rows={list.first?.webhooks as WebhookLine[] | undefined}
        keyOf={(row) => row.id}
        empty={t("noWebhooks")}
        columns={[
          { name: t("event"), cell: (row) => row.event },
          {
            name: t("reference"),
            cell: (row) => <span className="font-mono">{row.reference ?? NO_VALUE}</span>,
          },
          { name: t("outcome"), cell: (row) => row.outcome },
          { name: t("times"), isNumber: true, cell: (row) => row.deliveries },
          { name: t("last"), cell: (row) => <span className="font-mono">{showTime(row.lastAt)}</span> },
        ]}
      />
    </div>
  );
}
