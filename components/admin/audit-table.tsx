"use client";

import { type Column, DataTable } from "@/components/admin/data-table";
import { showTime } from "@/components/admin/show-time";

export type AuditLine = {
  id: string;
  at: string;
  action: string;
  target: string;
  reason: string;
  before: unknown;
  after: unknown;
  admin?: { displayName: string };
};

/** The columns of the audit log. */
export const AUDIT_COLUMNS: Column<AuditLine>[] = [
  { name: "When (UTC)", cell: (row) => <span className="font-mono">{showTime(row.at)}</span> },
  { name: "Who", cell: (row) => row.admin?.displayName ?? "–" },
  { name: "What", cell: (row) => row.action },
  { name: "To", cell: (row) => row.target },
  { name: "Why", cell: (row) => row.reason },
  { name: "From → to", cell: (row) => <Change before={row.before} after={row.after} /> },
];

function Change({ before, after }: { before: unknown; after: unknown }) {
  const text = `${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`;
  return (
    <span className="font-mono text-text-2" title={text}>
      {text}
    </span>
  );
}

/** The audit log of one object. */
export function AuditTable({ rows }: { rows: readonly AuditLine[] }) {
  return (
    <DataTable
      label="Audit log"
      rows={rows}
      keyOf={(row) => row.id}
      empty="No admin has changed anything here."
      columns={AUDIT_COLUMNS}
    />
  );
}
