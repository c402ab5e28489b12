"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AdminColumn } from "@/components/admin/admin-table";
import { formatDetails } from "@/components/admin/format-details";
import { ListPage } from "@/components/admin/list-page";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import { useAdminList } from "@/components/admin/use-admin-list";
import { sendVerified } from "@/lib/client/api/access/send-verified";

type ReviewLine = {
  id: string;
  kind: string;
  userId: string;
  subject: string;
  evidence: unknown;
  createdAt: string;
  resolvedAt: string | null;
  resolution: Resolution | null;
};
type Resolution = "dismissed" | "acted";

/** Suspicious trading patterns with their evidence, for manual review. */
export function ReviewDesk() {
  const t = useTranslations("admin.review");
  const list = useAdminList<ReviewLine>("/api/admin/review", "items");
  const resolve = (id: string, resolution: Resolution) => async (reason: string) => {
    await sendVerified("POST", `/api/admin/review/${id}`, { resolution, reason });
    list.reload();
  };
  const columns: AdminColumn<ReviewLine>[] = [
    { name: t("pattern"), cell: (row) => row.kind },
    {
      name: t("user"),
      cell: (row) => (
        <Link href={`/admin/users/${row.userId}`} className="text-accent hover:underline">
          {row.userId}
        </Link>
      ),
    },
    {
      name: t("evidence"),
      cell: (row) => (
        <span className="whitespace-normal break-words font-mono text-text-2">
          {formatDetails(row.evidence)}
        </span>
      ),
    },
    { name: t("found"), cell: (row) => showTime(row.createdAt) },
    {
      name: t("decision"),
      cell: (row) =>
        row.resolution ? (
          t(`decisions.${row.resolution}`)
        ) : (
          <span className="flex gap-1">
            <ReasonButton
              label={t("dismiss")}
              title={t("dismiss")}
              consequence={t("dismissConsequence")}
              act={resolve(row.id, "dismissed")}
            />
            <ReasonButton
              label={t("acted")}
              title={t("actedTitle")}
              consequence={t("actedConsequence")}
              act={resolve(row.id, "acted")}
            />
          </span>
        ),
    },
  ];
  return (
    <ListPage
      title={t("title")}
      search={t("search")}
      searchHint={t("searchHint")}
      list={list}
      columns={columns}
      keyOf={(row) => row.id}
      empty={t("empty")}
    />
  );
}
