"use client";

import { useTranslations } from "next-intl";
import { type AdminColumn, AdminTable } from "@/components/admin/admin-table";
import { formatDetails } from "@/components/admin/format-details";
import { showTime } from "@/components/admin/show-time";
import { NO_VALUE } from "@/lib/client/format";
import type { Translate } from "@/lib/client/translate";
import { readAgent } from "@/lib/schemas/access/read-agent";

export type AuditLine = {
  id: string;
  at: string;
  action: string;
  target: string;
  reason: string;
  before: unknown;
  after: unknown;
  admin?: { displayName: string };
  origin?: { clientIp: string; agent: string | null } | null;
};

/** The columns of the audit log. */
export function listAuditColumns(t: Translate<"admin.audit">): AdminColumn<AuditLine>[] {
  return [
    { name: t("when"), cell: (row) => <span className="font-mono">{showTime(row.at)}</span> },
    { name: t("who"), cell: (row) => row.admin?.displayName ?? NO_VALUE },
    { name: t("what"), cell: (row) => row.action },
    { name: t("to"), cell: (row) => row.target },
    { name: t("why"), cell: (row) => row.reason },
    { name: t("from"), cell: (row) => <Origin origin={row.origin ?? null} /> },
    { name: t("change"), cell: (row) => <Change before={row.before} after={row.after} /> },
  ];
}

function Origin({ origin }: { origin: NonNullable<AuditLine["origin"]> | null }) {
  const t = useTranslations("admin.audit");
  if (origin === null) return NO_VALUE;
  return (
    <span title={origin.agent ?? undefined}>
      <span className="font-mono">{origin.clientIp}</span>
      {origin.agent !== null && ` · ${describeAgent(origin.agent, t)}`}
    </span>
  );
}

/** Browser and system; not trustworthy. */
function describeAgent(agent: string, t: Translate<"admin.audit">): string {
  const { browser, system } = readAgent(agent);
  return [browser, system].filter((part) => part !== undefined).join(", ") || t("unknownDevice");
}

function Change({ before, after }: { before: unknown; after: unknown }) {
  const text = `${formatDetails(before) || NO_VALUE} → ${formatDetails(after) || NO_VALUE}`;
  return <span className="whitespace-normal break-words font-mono text-text-2">{text}</span>;
}

/** The audit log of one object. */
export function AuditTable({ rows }: { rows: readonly AuditLine[] }) {
  const t = useTranslations("admin.audit");
  return (
    <AdminTable
      label={t("title")}
      rows={rows}
      keyOf={(row) => row.id}
      empty={t("emptyOne")}
      columns={listAuditColumns(t)}
    />
  );
}
