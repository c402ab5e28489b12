"use client";

import Link from "next/link";
import type { Column } from "@/components/admin/data-table";
import { ListPage } from "@/components/admin/list-page";
import { showTime } from "@/components/admin/show-time";
import { useAdminList } from "@/components/admin/use-admin-list";
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

const COLUMNS: Column<UserLine>[] = [
  {
    name: "E-mail",
    cell: (user) => (
      <Link href={`/admin/users/${user.id}`} className="text-accent hover:underline">
        {user.email}
      </Link>
    ),
  },
  { name: "Name", cell: (user) => user.displayName },
  { name: "Role", cell: (user) => user.role.toLowerCase() },
  {
    name: "State",
    cell: (user) => (user.bannedAt ? "banned" : user.emailVerifiedAt ? "verified" : "not verified"),
  },
  { name: "Since", isNumber: true, cell: (user) => showTime(user.createdAt) },
];

/** All accounts, searchable. */
export function UserList() {
  const list = useAdminList<UserLine>("/api/admin/users", "users");
  return (
    <ListPage
      title="Users"
      searchHint="E-mail, name or id"
      list={list}
      columns={COLUMNS}
      keyOf={(user) => user.id}
      empty="Nobody matches."
    />
  );
}
