"use client";

import { AUDIT_COLUMNS, type AuditLine } from "@/components/admin/audit-table";
import { ListPage } from "@/components/admin/list-page";
import { useAdminList } from "@/components/admin/use-admin-list";
import { buttonVariants } from "@/components/ui/button";

/** All changes by admins. Can be downloaded, never changed. */
export function AuditList() {
  const list = useAdminList<AuditLine>("/api/admin/audit", "entries");
  const file = `data:application/json,${encodeURIComponent(JSON.stringify(list.rows ?? [], null, 2))}`;
  return (
    <ListPage
      title="Audit log"
      searchHint="Action, target or reason"
      list={list}
      columns={AUDIT_COLUMNS}
      keyOf={(row) => row.id}
      empty="Nothing matches."
    >
      <a className={buttonVariants({ variant: "outline" })} href={file} download="audit-log.json">
        Save what is shown as JSON
      </a>
    </ListPage>
  );
}
