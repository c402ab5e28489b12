import type { MarketKind } from "@/lib/schemas/market/market";

const WORDS = {
  simulated: "a program makes these prices; they are not a real market's",
  replay: "these prices were recorded; they are not the market now",
} as const satisfies Record<Exclude<MarketKind, "live">, string>;

/** States that the market is emulated; renders nothing on the live venue. */
export function MarketNotice({ market, source }: { market: MarketKind; source: string }) {
  if (market === "live") return null;
  return (
    <p className="rounded-md border border-warn/40 px-3 py-2 text-warn text-xs">
      <strong className="font-semibold">{source}</strong>: {WORDS[market]}. It stands in where Bybit can’t be
      reached.
    </p>
  );
}
