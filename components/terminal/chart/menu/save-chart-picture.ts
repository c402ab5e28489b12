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
  const picture = paintPicture(view, frame, `${name} · ${source} · ${time} UTC`);
  picture.toBlob((blob) => {
    if (blob) saveBlob(blob, `${name} ${time}`.replace(/[ :]/g, "-").concat(".png"));
  }, "image/png");
}

/** The chart with `caption` above it, and over it what lies over the chart in `frame`. */
function paintPicture(view: ChartView, frame: HTMLElement, caption: string): HTMLCanvasElement {
  const { picture, colors } = view.capture();
  const scale = window.devicePixelRatio;
  const top = Math.round(28 * scale);
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height + top;
  const context = canvas.getContext("2d");
  if (!context) return picture;
  context.fillStyle = colors.panel;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colors.text;
  context.font = `${12 * scale}px ${colors.font}`;
  context.textBaseline = "middle";
  context.fillText(caption, 10 * scale, top / 2);
  context.drawImage(picture, 0, top);
  context.setTransform(scale, 0, 0, scale, 0, top);
  paintOverlays(context, frame);
  return canvas;
}
