"use client";

import Link from "next/link";
import type { Column } from "@/components/admin/data-table";
import { ListPage } from "@/components/admin/list-page";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import { useAdminList } from "@/components/admin/use-admin-list";
import { sendVerified } from "@/lib/client/api/send-verified";

type ReviewLine = {
  id: string;
  kind: string;
  userId: string;
  subject: string;
  evidence: unknown;
  createdAt: string;
  resolvedAt: string | null;
  resolution: string | null;
};

/** Suspicious trading patterns with their evidence, for manual review. */
export function ReviewDesk() {
  const list = useAdminList<ReviewLine>("/api/admin/review", "items");
  const resolve = (id: string, resolution: string) => async (reason: string) => {
    await sendVerified("POST", `/api/admin/review/${id}`, { resolution, reason });
    list.reload();
  };
  const columns: Column<ReviewLine>[] = [
    { name: "Pattern", cell: (row) => row.kind },
    {
      name: "User",
      cell: (row) => (
        <Link href={`/admin/users/${row.userId}`} className="text-accent hover:underline">
          {row.userId}
        </Link>
      ),
    },
    {
      name: "Evidence",
      cell: (row) => (
        <span className="font-mono text-text-2" title={JSON.stringify(row.evidence, null, 1)}>
          {JSON.stringify(row.evidence)}
        </span>
      ),
    },
    { name: "Found (UTC)", cell: (row) => showTime(row.createdAt) },
    {
      name: "Decision",
      cell: (row) =>
        row.resolvedAt ? (
          row.resolution
        ) : (
          <span className="flex gap-1">
            <ReasonButton
              label="Dismiss"
              title="Dismiss"
              consequence="The pattern was harmless."
              act={resolve(row.id, "dismissed")}
            />
            <ReasonButton
              label="Acted"
              title="Close as acted upon"
              consequence="What was done stands in the reason."
              act={resolve(row.id, "acted")}
            />
          </span>
        ),
    },
  ];
  return (
    <ListPage
      title="Review queue"
      searchHint="User id or pattern"
      list={list}
      columns={columns}
      keyOf={(row) => row.id}
      empty="Nothing to look at."
    />
  );
}
