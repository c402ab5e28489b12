import { useTranslations } from "next-intl";

/** Heights and offsets of the placeholder candles, in percent. */
const CANDLES = Array.from({ length: 44 }, (_, index) => ({
  bottom: 34 + 14 * Math.sin(index / 6) + 6 * Math.sin(index / 2.3),
  height: 6 + 4 * Math.abs(Math.sin(index * 1.7)),
  volume: 4 + 7 * Math.abs(Math.sin(index * 2.9)),
}));

/** The chart's layout while its candles are loading. */
export function ChartSkeleton() {
  const t = useTranslations("chart");
  return (
    <div role="status" aria-label={t("loading")} className="absolute inset-0 z-20 bg-panel">
      <div className="absolute inset-0 right-[72px] bottom-7 flex items-end gap-[0.6%] px-2">
        {CANDLES.map((candle, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
          <span key={index} className="relative h-full flex-1">
            <span
              className="skeleton absolute inset-x-0"
              style={{ bottom: `${candle.bottom}%`, height: `${candle.height}%` }}
            />
            <span className="skeleton absolute inset-x-0 bottom-0" style={{ height: `${candle.volume}%` }} />
          </span>
        ))}
      </div>
      <div className="absolute inset-y-0 right-0 flex w-[72px] flex-col justify-around border-l px-2 pb-7">
        {[1, 2, 3, 4, 5, 6].map((tick) => (
          <span key={tick} className="skeleton h-2.5" />
        ))}
      </div>
      <div className="absolute inset-x-0 bottom-0 h-7 border-t" />
    </div>
  );
}
