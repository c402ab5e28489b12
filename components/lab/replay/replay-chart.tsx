import { useEffect, useRef } from "react";
import { useChartView } from "@/components/lab/use-chart-view";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { foldMinutes } from "@/lib/lab/replay/fold-minutes";
import type { GivenTrade } from "@/lib/lab/replay/given-trade";
import type { Replay } from "@/lib/lab/replay/replay";
import { toNearestNumber } from "@/lib/lab/to-number";

/** More new minutes than this are drawn as one new series. */
const MOST_UPDATES = 20;

/** While a replay plays fast the chart gets so many bars: all of them take longer than a frame. */
const MOST_PLAYED = 1_500;

/** What the chart shows; `firstIndex` is the minute that its first bar begins with. */
type Drawn = {
  view: ChartView;
  replay: Replay;
  minutes: number;
  revealed: number;
  events: number;
  firstIndex: number;
};

/** The revealed candles as bars of `minutes`, with the trader's fills. `version` changes with the replay. */
export function ReplayChart(props: {
  replay: Replay;
  /** A trade that is replayed: its own fills are shown as the time passes them. */
  given: GivenTrade | null;
  version: number;
  isPlaying: boolean;
  minutes: number;
  label: string;
}) {
  const { replay, given, version, isPlaying, minutes, label } = props;
  const frame = useRef<HTMLElement>(null);
  const view = useChartView(frame);
  const drawn = useRef<Drawn | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for the replay's content
  useEffect(() => {
    if (view === null) return;
    const last = drawn.current?.view === view ? drawn.current : null;
    const isSame = last?.replay === replay && last.minutes === minutes;
    const { columns, revealed, events } = replay;
    if (!isSame) {
      const tickSize = String(toNearestNumber(replay.instrument.tickSize));
      view.setPriceFormat({ tickSize, priceScale: tickSize.split(".")[1]?.length ?? 0 });
    }
    const isNext = isSame && revealed >= last.revealed && revealed - last.revealed <= MOST_UPDATES;
    const isEnough = isPlaying || last?.firstIndex === 0;
    let firstIndex = last?.firstIndex ?? 0;
    if (isNext && isEnough) {
      updateBars(view, replay, { from: last.revealed, minutes });
    } else {
      firstIndex = alignStart(replay, isPlaying && isSame ? revealed - MOST_PLAYED * minutes : 0, minutes);
      view.setBars(foldMinutes(columns, { from: firstIndex, to: revealed, minutes }), { isNew: !isSame });
    }
    if (given !== null || !isSame || last.events !== events.length || last.firstIndex !== firstIndex) {
      const firstMs = columns.startMs + firstIndex * 60_000;
      const marks = [...listGivenMarks(replay, given, minutes), ...listMarks(replay, minutes)];
      view.setMarks(marks.filter(({ startMs }) => firstIndex === 0 || startMs >= firstMs));
    }
    drawn.current = { view, replay, minutes, revealed, events: events.length, firstIndex };
  }, [view, replay, given, version, isPlaying, minutes]);

  return <figure ref={frame} aria-label={label} className="h-[46dvh] min-h-72 w-full" />;
}

/** Draws the bar of the minute at `from` again, and those after it. */
function updateBars(view: ChartView, replay: Replay, { from, minutes }: { from: number; minutes: number }) {
  const { columns, revealed } = replay;
  const wanted = foldMinutes(columns, {
    from: alignStart(replay, from - minutes, minutes),
    to: revealed,
    minutes,
  });
  const firstMs = columns.startMs + from * 60_000 - minutes * 60_000;
  for (const bar of wanted) if (bar.startMs > firstMs) view.updateBar(bar);
}

/** The index of the first minute of the bar that contains `index`, so that the bar is folded whole. */
function alignStart({ columns }: Replay, index: number, minutes: number): number {
  const from = Math.max(0, index);
  return Math.max(0, from - ((columns.startMs / 60_000 + from) % minutes));
}

/** Entry and exit of the given trade, as far as they are in the past of the replay. */
function listGivenMarks({ columns, revealed }: Replay, given: GivenTrade | null, minutes: number) {
  if (given === null) return [];
  const barMs = minutes * 60_000;
  const nowMs = columns.startMs + revealed * 60_000;
  const isLong = given.side === "long";
  return [
    { atMs: given.openedAtMs, isBuy: isLong },
    { atMs: given.closedAtMs, isBuy: !isLong },
  ]
    .filter(({ atMs }) => atMs <= nowMs)
    .map(({ atMs, isBuy }) => ({
      startMs: Math.floor((atMs - 1) / barMs) * barMs,
      isBuy,
      text: `(${given.qty})`,
    }));
}

/** The trader's fills, at the bars in which they happened; at a narrow chart's edge there is no room for prices. */
function listMarks({ events, columns }: Replay, minutes: number) {
  const barMs = minutes * 60_000;
  return events.flatMap((event) => {
    if (event.type !== "order-filled") return [];
    const fillMs = Math.max(columns.startMs, event.atMs - 1);
    return {
      startMs: Math.floor(fillMs / barMs) * barMs,
      isBuy: event.side === "buy",
      text: String(toNearestNumber(event.qty)),
    };
  });
}
