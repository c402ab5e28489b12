"use client";

import { useTranslations } from "next-intl";
import useSWR from "swr";
import { AdminTable } from "@/components/admin/admin-table";
import { type AuditLine, AuditTable } from "@/components/admin/audit-table";
import { GrantButton } from "@/components/admin/grant-button";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import type { UserLine } from "@/components/admin/user-list";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { encodeId } from "@/lib/client/api/encode-id";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import type { PaymentStatus } from "@/lib/core/account-terms";
import type { PortfolioKind } from "@/lib/core/engine/state/state";
import { findProduct } from "@/lib/schemas/products";

type Detail = {
  user: UserLine;
  portfolios: {
    id: string;
    name: string;
    kind: PortfolioKind;
    balance: string;
    seq: number;
    lockReason: string | null;
  }[];
  payments: { reference: string; product: string; status: PaymentStatus; createdAt: string }[];
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
  const t = useTranslations("admin.user");
  const tCommon = useTranslations("common");
  const tAdmin = useTranslations("admin");
  const url = `/api/admin/users/${encodeId(id)}`;
  const { data, error, mutate } = useSWR<Detail>(url, (path: string) => send<Detail>("GET", path));
  if (error instanceof RequestError) return <p role="alert">{error.message}</p>;
  if (!data) return <p className="text-text-2 text-xs">{tCommon("loading")}</p>;
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
  const facts = {
    email: user.email,
    role: tAdmin(`roles.${user.role}`),
    time: showTime(user.createdAt),
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold text-lg">{user.displayName}</h1>
        <span className="flex-1 text-text-2 text-xs">
          {user.bannedAt ? t("factsBanned", { ...facts, reason: user.banReason ?? "" }) : t("facts", facts)}
        </span>
        <GrantButton onGrant={(grant) => (reason) => act("grants", grant)(reason)} />
        <ReasonButton
          label={t(isAdmin ? "makeTrader" : "makeAdmin")}
          title={t("roleTitle")}
          consequence={t("roleConsequence", { email: user.email })}
          act={act("role", { role: isAdmin ? "TRADER" : "ADMIN" })}
        />
        <ReasonButton
          label={t(user.bannedAt ? "unban" : "ban")}
          title={t(user.bannedAt ? "unban" : "banTitle")}
          consequence={t(user.bannedAt ? "unbanConsequence" : "banConsequence")}
          act={act("ban", { banned: user.bannedAt === null })}
        />
      </div>
      <AdminTable
        label={t("portfolios")}
        rows={data.portfolios}
        keyOf={(row) => row.id}
        empty={t("noPortfolios")}
        columns={[
          { name: t("portfolio"), cell: (row) => row.name },
          { name: t("kind"), cell: (row) => t(`kinds.${row.kind}`) },
          { name: t("balance"), isNumber: true, cell: (row) => formatFixed(row.balance, 2) },
          { name: t("events"), isNumber: true, cell: (row) => row.seq },
          { name: t("locked"), cell: (row) => row.lockReason ?? NO_VALUE },
        ]}
      />
      <AdminTable
        label={t("grants")}
        rows={data.grants}
        keyOf={(row) => row.id}
        empty={t("noGrants")}
        columns={[
          { name: t("grant"), cell: (row) => findProduct(row.product)?.name ?? row.product },
          { name: t("until"), isNumber: true, cell: (row) => showTime(row.endsAt) },
          { name: t("used"), isNumber: true, cell: (row) => showTime(row.usedAt) },
          {
            name: t("revoked"),
            cell: (row) =>
              row.revokedAt ? (
                showTime(row.revokedAt)
              ) : (
                <ReasonButton
                  label={t("revoke")}
                  title={t("revokeTitle")}
                  consequence={t("revokeConsequence", {
                    product: findProduct(row.product)?.name ?? row.product,
                  })}
                  act={revoke(row.id)}
                />
              ),
          },
        ]}
      />
      <AdminTable
        label={t("payments")}
        rows={data.payments}
        keyOf={(row) => row.reference}
        empty={t("noPayments")}
        columns={[
          { name: t("payment"), cell: (row) => row.reference },
          { name: t("product"), cell: (row) => findProduct(row.product)?.name ?? row.product },
          { name: t("status"), cell: (row) => tAdmin(`payments.statuses.${row.status}`) },
          { name: t("opened"), isNumber: true, cell: (row) => showTime(row.createdAt) },
        ]}
      />
      <AuditTable rows={data.audit} />
    </div>
  );
}
