import { useLocale, useTranslations } from "next-intl";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { JournalEntryDetail } from "@/lib/schemas/journal-responses";

const WIDTH = 900;
const HEIGHT = 320;
const PAD = 12;
/** Room for the times under the candles. */
const AXIS = 18;
/** Levels further from the candles than their own span are shown at the edge. */
const REACH = 0.6;

/** The chart of one trade: candles around it, entry and exit, first stop and target. Drawn without script. */
export function TradePicture({ entry }: { entry: JournalEntryDetail }) {
  const t = useTranslations("journal.entry");
  const formats = formatsOf(useLocale());
  const tCommon = useTranslations("common");
  const tForm = useTranslations("journal.form");
  const { candles, fills } = entry;
  if (candles.length === 0) {
    return <p className="py-8 text-center text-text-3 text-xs">{t("noCandles")}</p>;
  }
  const levels = [
    { name: t("levels.entry"), price: Number(entry.entryPrice), tone: "stroke-accent", isAtEnd: false },
    { name: t("levels.exit"), price: Number(entry.exitPrice), tone: "stroke-text-2", isAtEnd: true },
    ...(entry.initialStop
      ? [{ name: t("levels.stop"), price: Number(entry.initialStop), tone: "stroke-down", isAtEnd: false }]
      : []),
    ...(entry.initialTarget
      ? [{ name: t("levels.target"), price: Number(entry.initialTarget), tone: "stroke-up", isAtEnd: true }]
      : []),
  ];
  const traded = [
    ...candles.flatMap(({ high, low }) => [Number(high), Number(low)]),
    Number(entry.entryPrice),
    Number(entry.exitPrice),
  ];
  const reach = (Math.max(...traded) - Math.min(...traded)) * REACH;
  const [least, most] = [Math.min(...traded) - reach, Math.max(...traded) + reach];
  const prices = [...traded, ...levels.map(({ price }) => Math.min(Math.max(price, least), most))];
  const high = Math.max(...prices);
  const low = Math.min(...prices);
  const span = high - low || 1;
  const step = (WIDTH - 2 * PAD) / candles.length;
  const y = (price: number) =>
    PAD + ((high - Math.min(Math.max(price, low), high)) / span) * (HEIGHT - 2 * PAD);
  const xAt = (ms: number) => {
    const found = candles.findIndex(({ startMs }) => startMs > ms);
    return PAD + ((found === -1 ? candles.length : found) - 0.5) * step;
  };
  const label = t("pictureLabel", {
    symbol: entry.symbol,
    time: formats.minute(candles[0]?.startMs ?? 0),
    side: tForm(`sides.${entry.side}`),
    entry: formats.price(entry.entryPrice),
    exit: formats.price(entry.exitPrice),
  });
  return (
    <WideContent label={t("picture")}>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT + AXIS}`}
        className="w-full min-w-[520px]"
      >
        {candles.map((candle, index) => {
          const isUp = Number(candle.close) >= Number(candle.open);
          const x = PAD + (index + 0.5) * step;
          const top = y(Math.max(Number(candle.open), Number(candle.close)));
          const bottom = y(Math.min(Number(candle.open), Number(candle.close)));
          return (
            <g key={candle.startMs} className={isUp ? "fill-up stroke-up" : "fill-down stroke-down"}>
              <line x1={x} x2={x} y1={y(Number(candle.high))} y2={y(Number(candle.low))} />
              <rect
                x={x - step * 0.35}
                y={top}
                width={step * 0.7}
                height={Math.max(bottom - top, 0.5)}
                stroke="none"
              />
            </g>
          );
        })}
        {levels.map(({ name, price, tone, isAtEnd }) => (
          <g key={name}>
            <line
              x1={PAD}
              x2={WIDTH - PAD}
              y1={y(price)}
              y2={y(price)}
              className={tone}
              strokeDasharray="4 4"
            />
            <text
              x={isAtEnd ? WIDTH - PAD - 2 : PAD + 2}
              y={y(price) + (y(price) < 2 * PAD ? 12 : -3)}
              textAnchor={isAtEnd ? "end" : "start"}
              className="num fill-text-2 stroke-panel"
              strokeWidth={3}
              paintOrder="stroke"
              fontSize={11}
            >
              {price > high ? "↑ " : price < low ? "↓ " : ""}
              {name} {formats.price(String(price))}
            </text>
          </g>
        ))}
        {[
          { x: PAD, anchor: "start" as const, atMs: candles[0]?.startMs ?? 0 },
          { x: WIDTH - PAD, anchor: "end" as const, atMs: candles.at(-1)?.startMs ?? 0 },
        ].map(({ x, anchor, atMs }) => (
          <text
            key={anchor}
            x={x}
            y={HEIGHT + AXIS - 5}
            textAnchor={anchor}
            className="num fill-text-3"
            fontSize={11}
          >
            {tCommon("utc", { time: formats.minute(atMs) })}
          </text>
        ))}
        {fills.map((fill, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: fills never change their order
            key={index}
            d={fill.side === "buy" ? "M0 2 L6 13 L-6 13 Z" : "M0 -2 L6 -13 L-6 -13 Z"}
            transform={`translate(${xAt(Date.parse(fill.at))} ${y(Number(fill.price))})`}
            className={cn("stroke-bg", fill.side === "buy" ? "fill-up" : "fill-down")}
          />
        ))}
      </svg>
    </WideContent>
  );
}
