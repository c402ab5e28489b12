import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useChartView } from "@/components/lab/use-chart-view";
import { Panel } from "@/components/shell/panel";
import type { ChartMark } from "@/components/terminal/chart/chart-view";
import { Button } from "@/components/ui/button";
import type { ShownRun } from "@/lib/lab/worker/worker-message";

/** More marks than this hide the bars: the newest ones are drawn. */
const MOST_MARKS = 1_000;

/** The bars of the first market with entry and exit of each of its trades. */
export function RunChart({ result }: { result: ShownRun }) {
  const t = useTranslations("lab.runChart");
  const frame = useRef<HTMLElement>(null);
  const view = useChartView(frame);
  useEffect(() => {
    if (view === null) return;
    const scale = Math.max(...result.bars.slice(-100).map(({ close }) => decimalsOf(close)), 0);
    view.setPriceFormat({ priceScale: scale, tickSize: String(10 ** -scale) });
    view.setBars(result.bars, { isNew: true });
    view.setMarks(listMarks(result));
  }, [view, result]);
  return (
    <Panel title={t("title")} note={t("note")}>
      <figure ref={frame} aria-label={t("title")} className="h-80 w-full" />
      <div className="flex flex-wrap gap-2">
        {(["earlier", "later", "closer", "farther"] as const).map((move) => (
          <Button key={move} variant="outline" onClick={() => view && MOVES[move](view)}>
            {t(move)}
          </Button>
        ))}
      </div>
    </Panel>
  );
}

type View = NonNullable<ReturnType<typeof useChartView>>;
const MOVES = {
  earlier: (view: View) => view.scroll(-0.8),
  later: (view: View) => view.scroll(0.8),
  closer: (view: View) => view.zoom(0.5),
  farther: (view: View) => view.zoom(2),
} as const;

function listMarks({ trades, columns, bars, barMinutes }: ShownRun): ChartMark[] {
  const barMs = barMinutes * 60_000;
  const at = (name: string) => columns.indexOf(name);
  const symbol = trades[0]?.[at("symbol")];
  const firstMs = bars[0]?.startMs ?? 0;
  // A fill at the end of a minute is of the bar that ends there.
  const toBar = (ms: number) => Math.max(firstMs, Math.floor((ms - 1) / barMs) * barMs);
  return trades
    .filter((trade) => trade[at("symbol")] === symbol)
    .flatMap((trade) => {
      const isLong = trade[at("type")] === "long";
      // Prices would cover each other: the table has them.
      const mark = (when: string, isBuy: boolean) => ({
        startMs: toBar(Number(trade[at(when)])),
        isBuy,
        text: "",
      });
      return [mark("opened_at", isLong), mark("closed_at", !isLong)];
    })
    .slice(-MOST_MARKS)
    .sort((a, b) => a.startMs - b.startMs);
}

function decimalsOf(price: number): number {
  return String(price).split(".")[1]?.length ?? 0;
}
