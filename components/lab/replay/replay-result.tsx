import { useTranslations } from "next-intl";
import { LabTable } from "@/components/lab/lab-table";
import type { LoadedReplay } from "@/components/lab/replay/load-replay";
import { LinePicture } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import { formatFixed, formatFixedPrice, formatMinute, formatPercent, formatShare } from "@/lib/client/format";
import { nameRule } from "@/lib/client/names/name-rule";
import type { Replay } from "@/lib/lab/replay/replay";
import { revealTrade } from "@/lib/lab/replay/reveal-trade";
import type { ReplayReport, ReplayTrade } from "@/lib/lab/replay/to-replay-report";

const MINUTE_MS = 60_000;
const COLUMNS = ["opened", "closed", "side", "qty", "entry", "exit", "fees", "net"] as const;

/** How a replay ended: result, what a blind one hid, equity and trades. */
export function ReplayResult(props: { replay: Replay; report: ReplayReport; loaded: LoadedReplay }) {
  const t = useTranslations("lab.replay.result");
  const tRule = useTranslations("common.rule");
  const { replay, report, loaded } = props;
  const { breach, trades } = report;
  return (
    <Panel title={t("title")} note={t("was", { symbol: loaded.symbol, time: formatMinute(loaded.startMs) })}>
      <p role="status" className="text-sm">
        {t(`outcome.${report.outcome}`)}
        {breach &&
          ` ${t("breach", {
            rule: nameRule(breach.rule, tRule),
            floor: formatFixed(breach.floor, 2),
            equity: formatFixed(breach.equity, 2),
            time: formatMinute(breach.atMs + loaded.hidden.movedMs),
          })}`}
      </p>
      {loaded.given !== null && (
        <p className="text-sm">
          {t("given", {
            given: formatFixed(loaded.given.net, 2),
            own: formatFixed(report.equity - replay.balance, 2),
          })}
        </p>
      )}
      <dl className="grid grid-cols-2 gap-3 text-xs sm:grid-cols-5">
        {(
          [
            ["change", formatPercent(report.change)],
            ["buyAndHold", formatPercent(report.buyAndHold)],
            ["drawdown", formatShare(report.maxDrawdown)],
            ["trades", String(trades.length)],
            ["fees", formatFixed(report.fees, 2)],
          ] as const
        ).map(([key, value]) => (
          <div key={key}>
            <dt className="text-text-3">{t(`figure.${key}`)}</dt>
            <dd className="num text-sm">{value}</dd>
          </div>
        ))}
      </dl>
      <LinePicture
        label={t("equity", {
          from: formatFixed(replay.balance, 2),
          to: formatFixed(report.equity, 2),
        })}
        atMs={replay.equities.map((_, index) => loaded.startMs + index * MINUTE_MS)}
        lines={[{ name: t("equityLine"), tone: "accent", values: replay.equities }]}
      />
      <Trades trades={trades.map((trade) => revealTrade(trade, loaded.hidden))} />
    </Panel>
  );
}

function Trades({ trades }: { trades: readonly ReplayTrade[] }) {
  const t = useTranslations("lab.replay.result");
  if (trades.length === 0) return <p className="text-text-3 text-xs">{t("noTrades")}</p>;
  return (
    <LabTable label={t("tradeList")} heads={COLUMNS.map((column) => t(`column.${column}`))}>
      {trades.map((trade) => (
        <tr key={`${trade.openedAtMs} ${trade.closedAtMs} ${trade.net}`} className="border-line border-t">
          {listCells(trade, t(trade.side)).map(([column, text]) => (
            <td key={column} className="whitespace-nowrap px-2 py-1">
              {text}
            </td>
          ))}
        </tr>
      ))}
    </LabTable>
  );
}

function listCells(trade: ReplayTrade, side: string) {
  const { qty, entryPrice, exitPrice, fees, net } = trade;
  return [
    ["opened", formatMinute(trade.openedAtMs)],
    ["closed", formatMinute(trade.closedAtMs)],
    ["side", side],
    ["qty", String(qty)],
    ["entry", formatFixedPrice(String(entryPrice), null)],
    ["exit", formatFixedPrice(String(exitPrice), null)],
    ["fees", formatFixed(fees, 2)],
    ["net", formatFixed(net, 2)],
  ] as const;
}
