import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { paintOverlays } from "@/components/terminal/chart/paint-overlays";
import { formatMinute } from "@/lib/client/format";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import { getTickStore } from "@/lib/client/market/tick-store";
import { saveBlob } from "@/lib/client/save-blob";
import type { Interval } from "@/lib/core/candle-interval";

/** Downloads the chart inside `frame` as PNG, with its symbol, market and time written on it. */
export function saveChartPicture(
  view: ChartView,
  frame: HTMLElement,
  subject: { symbol: string; interval: Interval },
): void {
  const name = `${subject.symbol} ${INTERVAL_TEXT[subject.interval]}`;
  const time = formatMinute(readServerNowMs());
  const source = getTickStore().readStatus().source ?? "Terminal Zero";
  const picture = view.capturePicture(`${name} · ${source} · ${time} UTC`, (context) =>
    paintOverlays(context, frame),
  );
  picture.toBlob((blob) => {
    if (blob) saveBlob(blob, `${name} ${time}`.replace(/[ :]/g, "-").concat(".png"));
  }, "image/png");
}
