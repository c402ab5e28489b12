import { useTranslations } from "next-intl";
import { LabTable } from "@/components/lab/lab-table";
import { Panel } from "@/components/shell/panel";
import { formatFixed, formatFixedPrice } from "@/lib/client/format";
import { type GivenTrade, linkToReplay } from "@/lib/lab/replay/given-trade";
import type { RunResult } from "@/lib/lab/run/report/to-run-result";

const SHOWN = 200;
const COLUMNS = [
  "opened_at",
  "closed_at",
  "symbol",
  "type",
  "qty",
  "entry_price",
  "exit_price",
  "fee",
  "PNL",
] as const;

/** The closed trades of a run, the newest first. */
export function TradeTable({ trades, columns }: Pick<RunResult, "trades" | "columns">) {
  const t = useTranslations("lab.trades");
  const heads = [...COLUMNS, "replay" as const].map((column) => t(`column.${column}`));
  const newest = trades.slice(-SHOWN).reverse();
  return (
    <Panel
      title={t("title", { count: trades.length })}
      note={trades.length > SHOWN ? t("shown", { count: String(SHOWN) }) : null}
    >
      <LabTable
        label={t("title", { count: trades.length })}
        heads={heads}
        className="max-h-96 overflow-y-auto"
      >
        {newest.map((trade) => (
          <tr key={trade.join(" ")} className="border-line border-t">
            {COLUMNS.map((column) => (
              <td key={column} className="whitespace-nowrap px-2 py-1">
                {showCell(column, trade[columns.indexOf(column)])}
              </td>
            ))}
            <td className="px-2 py-1">
              <a className="underline" href={linkToReplay(toGivenTrade(trade, columns))}>
                {t("replay")}
              </a>
            </td>
          </tr>
        ))}
      </LabTable>
    </Panel>
  );
}

function toGivenTrade(trade: (string | number)[], columns: readonly string[]): GivenTrade {
  const read = (name: string) => Number(trade[columns.indexOf(name)]);
  return {
    symbol: String(trade[columns.indexOf("symbol")]),
    side: trade[columns.indexOf("type")] === "long" ? "long" : "short",
    qty: read("qty"),
    entryPrice: read("entry_price"),
    exitPrice: read("exit_price"),
    openedAtMs: read("opened_at"),
    closedAtMs: read("closed_at"),
    net: read("PNL"),
  };
}

function showCell(column: (typeof COLUMNS)[number], value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "";
  if (column.endsWith("_at")) return new Date(value).toISOString().slice(0, 16).replace("T", " ");
  if (column.endsWith("_price")) return formatFixedPrice(String(value), null);
  return column === "qty" ? String(value) : formatFixed(value, 2);
}
