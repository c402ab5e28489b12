import { cn } from "@/lib/client/cn";
import { formatMinute } from "@/lib/client/format";
import type { JournalEntryDetail } from "@/lib/schemas/journal-answers";

const WIDTH = 900;
const HEIGHT = 320;
const PAD = 12;

/** The chart of one trade: candles around it, entry and exit, first stop and target. Drawn without script. */
export function TradePicture({ entry }: { entry: JournalEntryDetail }) {
  const { candles, fills } = entry;
  if (candles.length === 0) {
    return (
      <p className="py-8 text-center text-text-3 text-xs">The candles of that time can't be had right now.</p>
    );
  }
  const levels = [
    { name: "Entry", price: Number(entry.entryPrice), tone: "stroke-accent" },
    { name: "Exit", price: Number(entry.exitPrice), tone: "stroke-text-2" },
    ...(entry.initialStop ? [{ name: "Stop", price: Number(entry.initialStop), tone: "stroke-down" }] : []),
    ...(entry.initialTarget
      ? [{ name: "Target", price: Number(entry.initialTarget), tone: "stroke-up" }]
      : []),
  ];
  const prices = [
    ...candles.flatMap(({ high, low }) => [Number(high), Number(low)]),
    ...levels.map((one) => one.price),
  ];
  const high = Math.max(...prices);
  const span = high - Math.min(...prices) || 1;
  const step = (WIDTH - 2 * PAD) / candles.length;
  const y = (price: number) => PAD + ((high - price) / span) * (HEIGHT - 2 * PAD);
  const xAt = (ms: number) => {
    const found = candles.findIndex(({ startMs }) => startMs > ms);
    return PAD + ((found === -1 ? candles.length : found) - 0.5) * step;
  };
  const label = `${entry.symbol} from ${formatMinute(candles[0]?.startMs ?? 0)}: ${entry.side}, entry ${entry.entryPrice}, exit ${entry.exitPrice}`;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full">
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
      {levels.map(({ name, price, tone }) => (
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
            x={PAD + 2}
            y={y(price) - 3}
            className="fill-text-2 stroke-panel"
            strokeWidth={3}
            paintOrder="stroke"
            fontSize={11}
          >
            {name}
          </text>
        </g>
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
  );
}
