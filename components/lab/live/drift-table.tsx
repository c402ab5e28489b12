import { useTranslations } from "next-intl";
import { LabTable } from "@/components/lab/lab-table";
import { formatFixed, formatFixedPrice, formatMinute } from "@/lib/client/format";
import { type DriftRow, reportDrift, slippageOf } from "@/lib/lab/live/drift";

const SHOWN = 50;
const COLUMNS = ["order", "expected", "actual", "slippage", "delay", "status"] as const;

/** Expected against actual fill of each order, and what the difference came to. */
export function DriftTable({ rows }: { rows: readonly DriftRow[] }) {
  const t = useTranslations("lab.drift");
  const report = reportDrift(rows);
  const { meanSlippage, worstSlippage } = report;
  const figures = [
    ["orders", String(report.orders)],
    ["both", String(report.both)],
    ["missed", String(report.missed)],
    ["extra", String(report.extra)],
    ["rejected", String(report.rejected)],
    ["mean", meanSlippage === null ? "–" : t("points", { value: formatFixed(meanSlippage, 2) })],
    ["worst", worstSlippage === null ? "–" : t("points", { value: formatFixed(worstSlippage, 2) })],
    ["cost", formatFixed(report.cost, 2)],
  ] as const;
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <h3 className="font-medium text-xs">{t("title")}</h3>
      <p className="text-text-3 text-xs">{t("note")}</p>
      <dl className="grid grid-cols-2 gap-3 text-xs sm:grid-cols-4 lg:grid-cols-8">
        {figures.map(([key, value]) => (
          <div key={key}>
            <dt className="text-text-3">{t(key)}</dt>
            <dd className="num text-sm">{value}</dd>
          </div>
        ))}
      </dl>
      <LabTable label={t("title")} heads={COLUMNS.map((column) => t(`column.${column}`))}>
        {rows
          .slice(-SHOWN)
          .reverse()
          .map((row) => (
            <Row key={row.id} row={row} />
          ))}
      </LabTable>
    </section>
  );
}

function Row({ row }: { row: DriftRow }) {
  const t = useTranslations("lab.drift");
  const { side, kind, qty, expected, actual, status, reason } = row;
  const slippage = slippageOf(row);
  const cell = "px-2 py-1";
  const fill = (at: { price: number; atMs: number } | null) =>
    at === null
      ? "–"
      : t("fill", { price: formatFixedPrice(String(at.price), null), time: formatMinute(at.atMs) });
  return (
    <tr className="border-line border-t">
      <td className={cell}>{t("line", { side, kind: kind.toLowerCase(), qty: formatFixed(qty, 4) })}</td>
      <td className={cell}>{fill(expected)}</td>
      <td className={cell}>{fill(actual)}</td>
      <td className={cell}>{slippage === null ? "–" : t("points", { value: formatFixed(slippage, 2) })}</td>
      <td className={cell}>
        {expected === null || actual === null
          ? "–"
          : t("seconds", { value: formatFixed((actual.atMs - expected.atMs) / 1_000, 0) })}
      </td>
      <td className={cell}>{reason ?? t(`state.${actual === null ? status : "filled"}`)}</td>
    </tr>
  );
}
