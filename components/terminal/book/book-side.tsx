import { useTranslations } from "next-intl";
import { pickPrices } from "@/components/terminal/order/picked-price";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/client/cn";
import { formatCompact, formatFixed } from "@/lib/client/format";
import type { BookRow } from "@/lib/client/market/group-book";

type Props = {
  symbol: string;
  side: "bid" | "ask";
  /** Best first; null while the book is loading. */
  rows: readonly BookRow[] | null;
  count: number;
  digits: number;
  sizeDigits: number;
  /** The larger of both sides' totals: the full width of a depth bar. */
  deepest: number;
  /** Groups in which the trader has an order. */
  own: ReadonlySet<number>;
  /** Whether totals are values in quote currency. */
  inQuote: boolean;
};

/** Rows share the available height; if it is short, those far from the spread are cut off. */
const ROW = "grid min-h-4 max-h-[22px] flex-1 grid-cols-3 items-center px-2";

/** One side of the book. Asks are reversed, so that both best prices are next to the spread. */
export function BookSide(props: Props) {
  const { symbol, side, rows, count, digits, sizeDigits, deepest, own, inQuote } = props;
  const t = useTranslations("terminal.book");
  const isAsk = side === "ask";
  return (
    <table
      aria-label={t(isAsk ? "asks" : "bids")}
      className={cn("flex min-h-0 flex-1 flex-col overflow-hidden", isAsk && "justify-end")}
    >
      <tbody className={cn("flex max-h-[220px] flex-1", isAsk ? "flex-col-reverse" : "flex-col")}>
        {rows === null
          ? Array.from({ length: count }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
              <tr key={index} aria-hidden className={cn(ROW, "gap-4")}>
                <td>
                  <Skeleton />
                </td>
                <td>
                  <Skeleton className="ml-4" />
                </td>
                <td>
                  <Skeleton className="ml-4" />
                </td>
              </tr>
            ))
          : rows.map((row) => (
              <tr key={row.price} className={cn(ROW, "num relative")}>
                <td className={isAsk ? "text-down" : "text-up"}>
                  <span
                    aria-hidden
                    className={cn(
                      "absolute inset-y-px right-0 left-0 origin-right opacity-15 light:opacity-10",
                      isAsk ? "bg-down" : "bg-up",
                    )}
                    style={{ transform: `scaleX(${deepest > 0 ? row.total / deepest : 0})` }}
                  />
                  <button
                    type="button"
                    tabIndex={-1}
                    title={t("pick")}
                    onClick={() => pickPrices({ symbol, price: row.price.toFixed(digits) })}
                    className="relative after:absolute after:-inset-x-2 after:inset-y-0 hover:underline"
                  >
                    {formatFixed(row.price, digits)}
                  </button>
                  {own.has(row.price) && (
                    <span
                      role="img"
                      aria-label={t("own")}
                      title={t("own")}
                      className="absolute top-1/2 left-0.5 size-1 -translate-y-1/2 rounded-full bg-accent"
                    />
                  )}
                </td>
                <td className="relative text-right">{formatSize(row.size, sizeDigits)}</td>
                <td className="relative text-right text-text-2">
                  {inQuote ? formatCompact(row.totalValue) : formatSize(row.total, sizeDigits)}
                </td>
              </tr>
            ))}
      </tbody>
    </table>
  );
}

function formatSize(size: number, digits: number): string {
  return size >= 100_000 ? formatCompact(size) : formatFixed(size, digits);
}
