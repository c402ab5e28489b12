"use client";

import useSWR from "swr";
import { type AuditLine, AuditTable } from "@/components/admin/audit-table";
import { DataTable } from "@/components/admin/data-table";
import { GrantButton } from "@/components/admin/grant-button";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import type { UserLine } from "@/components/admin/user-list";
import { encodeId } from "@/lib/client/api/encode-id";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { sendVerified } from "@/lib/client/api/send-verified";

type Detail = {
  user: UserLine;
  portfolios: {
    id: string;
    name: string;
    kind: string;
    balance: string;
    seq: number;
    lockReason: string | null;
  }[];
  payments: { reference: string; product: string; status: string; createdAt: string }[];
  grants: {
    id: string;
    product: string;
    endsAt: string | null;
    usedAt: string | null;
    revokedAt: string | null;
  }[];
  audit: AuditLine[];
};

/** One user: their data, and the possible actions. */
export function UserDetail({ id }: { id: string }) {
  const url = `/api/admin/users/${encodeId(id)}`;
  const { data, error, mutate } = useSWR<Detail>(url, (path: string) => send<Detail>("GET", path));
  if (error instanceof RequestError) return <p role="alert">{error.message}</p>;
  if (!data) return <p className="text-text-2 text-xs">Loading…</p>;
  const { user } = data;
  const act = (path: string, body: object) => async (reason: string) => {
    await sendVerified("POST", `${url}/${path}`, { ...body, reason });
    await mutate();
  };
  const revoke = (grantId: string) => async (reason: string) => {
    await sendVerified("DELETE", `/api/admin/grants/${grantId}`, { reason });
    await mutate();
  };
  const isAdmin = user.role === "ADMIN";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold text-lg">{user.displayName}</h1>
        <span className="flex-1 text-text-2 text-xs">
          {user.email} · {user.role.toLowerCase()} · since {showTime(user.createdAt)}
          {user.bannedAt && ` · banned: ${user.banReason}`}
        </span>
        <GrantButton onGrant={(grant) => (reason) => act("grants", grant)(reason)} />
        <ReasonButton
          label={isAdmin ? "Make a trader" : "Make an admin"}
          title="Change the role"
          consequence={`${user.email} is signed out everywhere and comes back with other rights.`}
          act={act("role", { role: isAdmin ? "TRADER" : "ADMIN" })}
        />
        <ReasonButton
          label={user.bannedAt ? "Lift the ban" : "Ban"}
          title={user.bannedAt ? "Lift the ban" : "Ban the user"}
          consequence={
            user.bannedAt ? "They may sign in again." : "Every session ends at once and none can begin."
          }
          act={act("ban", { banned: user.bannedAt === null })}
        />
      </div>
      <DataTable
        label="Portfolios"
        rows={data.portfolios}
        keyOf={(row) => row.id}
        empty="No portfolio yet."
        columns={[
          { name: "Portfolio", cell: (row) => row.name },
          { name: "Kind", cell: (row) => row.kind.toLowerCase() },
          { name: "Balance", isNumber: true, cell: (row) => row.balance },
          { name: "Events", isNumber: true, cell: (row) => row.seq },
          { name: "Locked", cell: (row) => row.lockReason ?? "–" },
        ]}
      />
      <DataTable
        label="Grants"
        rows={data.grants}
        keyOf={(row) => row.id}
        empty="Nothing was granted."
        columns={[
          { name: "Grant", cell: (row) => row.product },
          { name: "Until", isNumber: true, cell: (row) => showTime(row.endsAt) },
          { name: "Used", isNumber: true, cell: (row) => showTime(row.usedAt) },
          {
            name: "Revoked",
            cell: (row) =>
              row.revokedAt ? (
                showTime(row.revokedAt)
              ) : (
                <ReasonButton
                  label="Revoke"
                  title="Take the grant back"
                  consequence={`${row.product} ends now.`}
                  act={revoke(row.id)}
                />
              ),
          },
        ]}
      />
      <DataTable
        label="Payments"
        rows={data.payments}
        keyOf={(row) => row.reference}
        empty="Nothing was bought."
        columns={[
          { name: "Payment", cell: (row) => row.reference },
          { name: "Product", cell: (row) => row.product },
          { name: "Status", cell: (row) => row.status },
          { name: "Opened", isNumber: true, cell: (row) => showTime(row.createdAt) },
        ]}
      />
      <AuditTable rows={data.audit} />
    </div>
  );
}
