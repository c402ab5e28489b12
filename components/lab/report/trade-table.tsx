import { useTranslations } from "next-intl";
import { Panel } from "@/components/shell/panel";
import { WideContent } from "@/components/ui/wide-content";
import { formatFixed } from "@/lib/client/format";
import { type GivenTrade, linkToReplay } from "@/lib/lab/replay/given-trade";
import type { RunResult } from "@/lib/lab/run/report/describe-run";

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
  const newest = trades.slice(-SHOWN).reverse();
  return (
    <Panel
      title={t("title", { count: trades.length })}
      note={trades.length > SHOWN ? t("shown", { count: String(SHOWN) }) : null}
    >
      <WideContent label={t("title", { count: trades.length })} className="max-h-96 overflow-y-auto">
        <table className="w-full text-left text-xs">
          <thead className="text-text-3">
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="px-2 py-1 font-normal">
                  {t(`column.${column}`)}
                </th>
              ))}
              <th scope="col" className="px-2 py-1 font-normal">
                {t("column.replay")}
              </th>
            </tr>
          </thead>
          <tbody className="num">
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
          </tbody>
        </table>
      </WideContent>
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
  return column === "qty" ? String(value) : formatFixed(value, 2);
}
