import { useTranslations } from "next-intl";
import type { MarketKind } from "@/lib/schemas/market/market";

/** States that the market is emulated; renders nothing on the live venue. */
export function MarketNotice({ market, source }: { market: MarketKind; source: string }) {
  const t = useTranslations("site.market.notice");
  if (market === "live") return null;
  return (
    <p className="rounded-md border border-warn/40 px-3 py-2 text-warn text-xs">
      {t.rich(market, {
        source,
        b: (chunks) => <strong className="font-semibold">{chunks}</strong>,
      })}
    </p>
  );
}
