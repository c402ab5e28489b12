import { fromNumber, type Price } from "@/lib/core/decimal";
import { executeCommandOn } from "@/lib/core/engine/decide";
import { currentClose } from "@/lib/lab/candles/candle-store";
import { callHook } from "@/lib/lab/run/call-hook";
import { showPrices } from "@/lib/lab/run/orders/broker";
import type { Feed, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";

/** Charges the funding that is due by now, and passes it on to the strategy. */
export function settleFunding(simulation: Simulation): void {
  for (const feed of simulation.feeds) {
    for (; feed.settled < feed.funding.length; feed.settled += 1) {
      const instant = feed.funding[feed.settled];
      if (instant === undefined || instant.atMs > simulation.context.nowMs) break;
      settleInstant(simulation, feed, instant);
    }
  }
}

function settleInstant(
  simulation: Simulation,
  feed: Feed,
  { atMs, rate, mark }: Feed["funding"][number],
): void {
  const { route } = feed;
  if (route === null || feed.store.revealed === 0) return;
  showPrices(simulation);
  const { draft } = simulation;
  const before = draft.events.length;
  executeCommandOn(draft, {
    type: "settle-funding",
    symbol: feed.symbol,
    rate: fromNumber(rate),
    mark: fromNumber(mark ?? currentClose(feed.store)) as Price,
    fundingMs: atMs,
  });
  const charged = draft.events.slice(before).find((event) => event.type === "funding-settled");
  if (charged === undefined) return;
  const amount = -fromUnits(charged.paid);
  simulation.funding += amount;
  callHook(simulation, route, "onFunding", () => route.strategy.onFunding(amount));
}
