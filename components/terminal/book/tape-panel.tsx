"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { Select } from "@/components/ui/form/select";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/client/cn";
import { formatClock, formatCompact, formatFixed } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useTrades } from "@/lib/client/market/use-ticker";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import { useSaver } from "@/lib/client/stream/data-saver";
import type { InstrumentDto, TradePrint } from "@/lib/schemas/market/market";

const PLACEHOLDERS = 12;
/** Values from which trades may be shown, quote currency. */
const LEAST_VALUES = [0, 1_000, 10_000, 50_000, 100_000, 500_000] as const;

/** The least value of a shown trade, quote currency. */
const tapeFilter = createPersisted<number>({
  key: "tz:tape",
  initial: 0,
  parse: (stored) => LEAST_VALUES.find((value) => value === stored) ?? 0,
});

/**
 * The latest trades on the venue, newest first; the arrow is the taker's side. `isTitled` is false where a
 * tab already names them.
 */
export function TapePanel({ instrument, isTitled }: { instrument: InstrumentDto; isTitled: boolean }) {
  const { symbol, priceScale, baseCoin } = instrument;
  const t = useTranslations("terminal.tape");
  const trades = useTrades(symbol);
  const isSaving = useSaver();
  const sizeDigits = countDigits(instrument.qtyStep);
  const least = usePersisted(tapeFilter);
  const shown = trades?.filter(({ price, qty }) => Number(price) * Number(qty) >= least) ?? null;
  return (
    <section aria-label={t("label", { symbol })} className="flex h-full min-h-0 flex-col bg-panel text-xs">
      {isTitled && (
        <header className="flex h-8 shrink-0 items-center border-b px-2">
          <h2 className="font-medium">{t("title")}</h2>
        </header>
      )}
      <div className="flex h-7 shrink-0 items-center justify-between border-b px-2">
        <label htmlFor="tape-least" className="text-text-3">
          {t("least", { coin: instrument.quoteCoin })}
        </label>
        <Select
          id="tape-least"
          value={least}
          onChange={(event) => tapeFilter.write(Number(event.target.value))}
        >
          {LEAST_VALUES.map((value) => (
            <option key={value} value={value}>
              {value === 0 ? t("all") : formatCompact(value)}
            </option>
          ))}
        </Select>
      </div>
      {shown?.length === 0 && least > 0 && !isSaving && (
        <p className="px-2 py-3 text-text-3">{t("noneSoLarge")}</p>
      )}
      {isSaving && <p className="px-2 py-3 text-text-3">{t("saver")}</p>}
      <div hidden={isSaving} className="min-h-0 flex-1 overflow-hidden">
        <table className="w-full table-fixed">
          <thead className="text-[11px] text-text-3">
            <tr className="h-6">
              <th scope="col" className="pl-2 text-left font-normal">
                {t("price")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("size", { coin: baseCoin })}
              </th>
              <th scope="col" className="pr-2 text-right font-normal">
                {t("time")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown === null
              ? Array.from({ length: PLACEHOLDERS }, (_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
                  <tr key={index} aria-hidden className="h-5">
                    <td colSpan={3} className="px-2">
                      <Skeleton />
                    </td>
                  </tr>
                ))
              : shown.map((trade) => (
                  <TapeRow key={trade.id} trade={trade} priceDigits={priceScale} sizeDigits={sizeDigits} />
                ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const TapeRow = memo(function TapeRow(props: { trade: TradePrint; priceDigits: number; sizeDigits: number }) {
  const { side, price, qty, timeMs } = props.trade;
  const t = useTranslations("terminal.tape");
  const isBuy = side === "Buy";
  return (
    <tr className="num h-5">
      <td className={cn("whitespace-nowrap pl-2", isBuy ? "text-up" : "text-down")}>
        {formatFixed(price, props.priceDigits)} <span aria-hidden>{isBuy ? "↑" : "↓"}</span>
        <span className="sr-only">{t(isBuy ? "bought" : "sold")}</span>
      </td>
      <td className="text-right">
        {Number(qty) >= 100_000 ? formatCompact(qty) : formatFixed(qty, props.sizeDigits)}
      </td>
      <td className="pr-2 text-right text-text-2">{formatClock(timeMs)}</td>
    </tr>
  );
});
