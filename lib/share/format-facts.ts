import { formatFixed, formatMinute } from "@/lib/client/format";
import type { ShareFacts } from "@/lib/schemas/share";

/** Shared facts as text: for the page, its image and link previews. */
export type ShareText = {
  title: string;
  /** The main figure, and whether it is positive for the trader; null if that does not apply. */
  figure: string;
  isGood: boolean | null;
  lines: string[];
};

/** Formats the facts of a link; every figure is as recorded. */
export function formatFacts(facts: ShareFacts): ShareText {
  return facts.kind === "fill" ? toFillDto(facts) : formatDay(facts);
}

function toFillDto(facts: Extract<ShareFacts, { kind: "fill" }>): ShareText {
  const { symbol, side, qty, price, realised, slippageBps, latencyMs, at } = facts;
  const lines = [
    realised === null ? null : `${side === "buy" ? "Bought" : "Sold"} at ${price}`,
    slippageBps === null ? null : `Slippage ${slippageBps} bps`,
    latencyMs === null ? null : `Filled ${latencyMs} ms after acceptance`,
    `${formatMinute(Date.parse(at))} UTC`,
  ];
  return {
    title: `${side === "buy" ? "Bought" : "Sold"} ${qty} ${symbol}`,
    figure: realised === null ? `at ${price}` : money(realised),
    isGood: realised === null ? null : Number(realised) > 0,
    lines: lines.filter((line) => line !== null),
  };
}

function formatDay({ day, zone, net, closed, won }: Extract<ShareFacts, { kind: "day" }>): ShareText {
  const trades = `${closed} ${closed === 1 ? "trade" : "trades"} closed`;
  return {
    title: `Trading day ${day}`,
    figure: money(net),
    isGood: Number(net) === 0 ? null : Number(net) > 0,
    lines: [
      won === null ? trades : `${trades}, ${won} with profit`,
      `Net of fees and funding, day in ${zone}`,
    ],
  };
}

function money(value: string): string {
  const amount = Number(value);
  const sign = amount > 0 ? "+" : amount < 0 ? "−" : "";
  return `${sign}${formatFixed(Math.abs(amount), 2)} USDT`;
}
