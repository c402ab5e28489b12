"use client";

import { useLocale, useTranslations } from "next-intl";
import { WideContent } from "@/components/ui/wide-content";
import { NO_VALUE } from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { ImportPreview } from "@/lib/schemas/imports";

const COLUMNS = ["line", "kind", "at", "symbol", "side", "qty", "price", "amount"] as const;

/** The first rows of a file as they were understood, and the first that can't be imported. */
export function ImportPreviewTable({ preview }: { preview: ImportPreview }) {
  const t = useTranslations("imports.desk");
  const formats = formatsOf(useLocale());
  const exact = (value: string | null) => (value === null ? NO_VALUE : formats.exact(value));
  return (
    <>
      <WideContent label={t("sample")}>
        <table className="w-full min-w-[640px] text-xs">
          <caption className="sr-only">{t("sample")}</caption>
          <thead>
            <tr className="text-left text-text-3">
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="py-1.5 pr-3 font-normal">
                  {t(`columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.sample.map((row) => (
              <tr key={row.line} className="border-t">
                <td className="num py-1.5 pr-3 text-text-3">{row.line}</td>
                <td className="pr-3">{t(`kinds.${row.kind}`)}</td>
                <td className="num pr-3">{formats.minute(Date.parse(row.at))}</td>
                <td className="pr-3">{row.symbol}</td>
                <td className="pr-3">{row.side === null ? NO_VALUE : t(`side.${row.side}`)}</td>
                <td className="num pr-3">{exact(row.qty)}</td>
                <td className="num pr-3">{exact(row.price)}</td>
                <td className="num pr-3">{exact(row.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideContent>
      {preview.rejects.length > 0 && (
        <ul className="flex flex-col gap-1 text-text-2 text-xs">
          {preview.rejects.map(({ line, reason }) => (
            <li key={line}>{t("rejected", { line: String(line), reason })}</li>
          ))}
        </ul>
      )}
    </>
  );
}
