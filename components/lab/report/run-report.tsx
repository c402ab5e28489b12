import { useTranslations } from "next-intl";
import { MonthTable } from "@/components/lab/report/month-table";
import { PlanChances } from "@/components/lab/report/plan-chances";
import { RunChart } from "@/components/lab/report/run-chart";
import { StrategyLines } from "@/components/lab/report/strategy-lines";
import { TradeTable } from "@/components/lab/report/trade-table";
import { LinePicture } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { formatFixed } from "@/lib/client/format";
import { listDrawdowns, listMonths } from "@/lib/lab/run/report/list-months";
import { isPathAssumed } from "@/lib/lab/run/report/to-run-result";
import type { ShownRun } from "@/lib/lab/worker/worker-message";

const DAY_MS = 86_400_000;
const FIGURES = [
  { key: "net_profit_percentage", unit: "%" },
  { key: "total", unit: "" },
  { key: "win_rate", unit: "" },
  { key: "max_drawdown", unit: "%" },
  { key: "sharpe_ratio", unit: "" },
  { key: "sortino_ratio", unit: "" },
  { key: "calmar_ratio", unit: "" },
  { key: "omega_ratio", unit: "" },
  { key: "expectancy", unit: "USDT" },
  { key: "ratio_avg_win_loss", unit: "" },
  { key: "longs_percentage", unit: "%" },
  { key: "fee", unit: "USDT" },
] as const;

/** What a run has given: figures, equity, the result of every plan, trades, and what the strategy wrote. */
export function RunReport({ result, balance }: { result: ShownRun; balance: number }) {
  const t = useTranslations("lab.report");
  const { metrics, daily } = result;
  const atMs = daily.map((_, index) => result.startMs + index * DAY_MS);
  const drawdowns = listDrawdowns(daily);
  return (
    <>
      <Panel title={t("title")} note={t("note")}>
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-7">
          {FIGURES.map(({ key, unit }) => (
            <div key={key}>
              <dt className="text-text-3 text-xs">{t(`figure.${key}`)}</dt>
              <dd className="num text-sm">{showFigure(metrics[key], unit, key === "total" ? 0 : 2)}</dd>
            </div>
          ))}
          <div>
            <dt className="text-text-3 text-xs">{t("figure.buyAndHold")}</dt>
            <dd className="num text-sm">{showFigure(result.buyAndHold, "%")}</dd>
          </div>
        </dl>
        {isPathAssumed(result) && (
          <Notice tone="warn">
            {t("sharedFills", { percent: formatFixed(result.sharedFills * 100, 0) })}
          </Notice>
        )}
        <LinePicture
          label={t("equity", { from: formatFixed(balance, 2), to: formatFixed(daily.at(-1) ?? balance, 2) })}
          atMs={atMs}
          lines={[{ name: t("equityLine"), tone: "accent", values: daily }]}
        />
        <LinePicture
          label={t("drawdown", { worst: formatFixed(Math.min(...drawdowns), 2) })}
          atMs={atMs}
          lines={[{ name: t("drawdownLine"), tone: "down", values: drawdowns }]}
        />
        <MonthTable months={listMonths(daily, result.startMs)} />
        <p className="break-all text-text-3 text-xs">{t("fingerprint", { hash: result.fingerprint })}</p>
      </Panel>
      <RunChart result={result} />
      <StrategyLines lines={result.lines} />
      <PlanChances plans={result.plans} />
      <TradeTable trades={result.trades} columns={result.columns} />
      {result.logs.length > 0 && (
        <Panel title={t("logs")}>
          <ol className="num max-h-60 overflow-y-auto text-xs">
            {result.logs.slice(-200).map((log, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and never move
              <li key={index}>
                {new Date(log.atMs).toISOString().slice(0, 16)} {log.text}
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </>
  );
}

function showFigure(value: number | undefined, unit: string, digits = 2): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  return `${formatFixed(value, digits)}${unit === "" ? "" : ` ${unit}`}`;
}
