"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AdminColumn } from "@/components/admin/admin-table";
import { ListPage } from "@/components/admin/list-page";
import { showTime } from "@/components/admin/show-time";
import { useAdminList } from "@/components/admin/use-admin-list";
import type { Translate } from "@/lib/client/translate";
import type { UserRole } from "@/lib/core/account-terms";

export type UserLine = {
  id: string;
  email: string;
  displayName: string;
  role: UserRole;
  createdAt: string;
  emailVerifiedAt: string | null;
  bannedAt: string | null;
  banReason: string | null;
};

function listColumns(t: Translate<"admin.users">, tAdmin: Translate<"admin">): AdminColumn<UserLine>[] {
  return [
    {
      name: t("email"),
      cell: (user) => (
        <Link href={`/admin/users/${user.id}`} className="text-accent hover:underline">
          {user.email}
        </Link>
      ),
    },
    { name: t("name"), cell: (user) => user.displayName },
    { name: t("role"), cell: (user) => tAdmin(`roles.${user.role}`) },
    {
      name: t("state"),
      cell: (user) => t(user.bannedAt ? "banned" : user.emailVerifiedAt ? "verified" : "notVerified"),
    },
    { name: t("since"), isNumber: true, cell: (user) => showTime(user.createdAt) },
  ];
}

/** All accounts, searchable. */
export function UserList() {
  const t = useTranslations("admin.users");
  const tAdmin = useTranslations("admin");
  const list = useAdminList<UserLine>("/api/admin/users", "users");
  return (
    <ListPage
      title={t("title")}
      search={t("search")}
      searchHint={t("searchHint")}
      list={list}
      columns={listColumns(t, tAdmin)}
      keyOf={(user) => user.id}
      empty={t("empty")}
    />
  );
}
