import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** The empty state: what the table would contain and how to fill it. */
export function EmptyTable({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid h-full min-h-24 place-content-center gap-1 p-4 text-center text-xs">
      <p className="font-medium text-text-2">{title}</p>
      {children && <p className="max-w-md text-text-3">{children}</p>}
    </div>
  );
}

/** Shown until a table's rows or its code are loaded. */
export function LoadingTable() {
  const t = useTranslations("terminal.account");
  return <EmptyTable title={t("loading")} />;
}
