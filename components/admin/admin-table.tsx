import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";

export type AdminColumn<Row> = {
  name: string;
  isNumber?: boolean;
  cell: (row: Row) => ReactNode;
};

/** A plain table with a text for the empty state. */
export function AdminTable<Row>(props: {
  label: string;
  columns: readonly AdminColumn<Row>[];
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  empty: string;
}) {
  const t = useTranslations("common");
  const { label, columns, rows, keyOf, empty } = props;
  return (
    <WideContent label={label} className="panel">
      <table className="w-full text-xs" aria-label={label}>
        <thead className="text-left text-text-3">
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={cn("px-3 py-2 font-normal", column.isNumber && "text-right")}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr key={keyOf(row)} className="border-t hover:bg-hover">
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={cn(
                    "max-w-80 truncate px-3 py-1.5",
                    column.isNumber && "text-right font-mono tabular-nums",
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows?.length === 0 && <p className="px-3 py-6 text-center text-text-2 text-xs">{empty}</p>}
      {rows === undefined && <p className="px-3 py-6 text-center text-text-2 text-xs">{t("loading")}</p>}
    </WideContent>
  );
}
