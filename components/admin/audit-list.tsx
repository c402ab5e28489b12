"use client";

import { useTranslations } from "next-intl";
import { type AuditLine, listAuditColumns } from "@/components/admin/audit-table";
import { ListPage } from "@/components/admin/list-page";
import { useAdminList } from "@/components/admin/use-admin-list";
import { buttonVariants } from "@/components/ui/button";

/** All changes by admins. Can be downloaded, never changed. */
export function AuditList() {
  const t = useTranslations("admin.audit");
  const list = useAdminList<AuditLine>("/api/admin/audit", "entries");
  const file = `data:application/json,${encodeURIComponent(JSON.stringify(list.rows ?? [], null, 2))}`;
  return (
    <ListPage
      title={t("title")}
      search={t("search")}
      searchHint={t("searchHint")}
      list={list}
      columns={listAuditColumns(t)}
      keyOf={(row) => row.id}
      empty={t("empty")}
    >
      <a
        className={buttonVariants({ variant: "outline", className: "self-start" })}
        href={file}
        download="audit-log.json"
      >
        {t("save")}
      </a>
    </ListPage>
  );
}
