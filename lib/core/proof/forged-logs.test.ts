import { describe, expect, it } from "vitest";
import { findPlan } from "@/lib/core/challenge/plans";
import { abs, add, type Decimal, mul, neg, notional, sub } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import type { Command } from "@/lib/core/engine/commands";
import { decide } from "@/lib/core/engine/decide";
import type { OrderFilled, PortfolioEvent } from "@/lib/core/engine/events";
import { toIsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { calculateTieredLiquidationPrice } from "@/lib/core/engine/margin/liquidation";
import { calculateInsuranceChange } from "@/lib/core/engine/margin/settlement";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import { toJsonText } from "@/lib/core/proof/event-text";
import { resultSentences } from "@/lib/core/proof/result-sentences";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import {
  dec,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  price,
  priceMoved,
  qty,
  submit,
} from "@/tests/support/engine-fixtures";
import { makeStatement, sha256 } from "@/tests/support/prove-log";

const START_MS = Date.parse("2026-03-01T12:00:00Z");
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

type Step = { command: Command; afterMs: number; last: number; book?: Parameters<typeof makeMarket>[1] };

/** The log that the engine writes for these commands, each `afterMs` the start. */
function play(
  open: Partial<Extract<Command, { type: "open-portfolio" }>>,
  steps: readonly Step[],
  instrument = makeInstrument(),
): PortfolioEvent[] {
  const opening: Command = {
    type: "open-portfolio",
    id: "p",
    kind: "perpetual",
    marginMode: "isolated",
    opening: money(10_000),
    leverage: dec(10),
    ...open,
  };
  let state = EMPTY_STATE;
  const log: PortfolioEvent[] = [];
  for (const { command, afterMs, last, book } of [
    { command: opening, afterMs: 0, last: 100 },
    ...steps,
  ] as Step[]) {
    const nowMs = START_MS + afterMs;
    const decision = decide(
      state,
      command,
      makeContext({ nowMs, market: makeMarket(last, book), instrument }),
    );
    if (!decision.ok) throw new Error(`${command.type} after ${afterMs}: ${decision.reason}.`);
    log.push(...decision.events);
    state = decision.state;
  }
  return log;
}

const DEEP = {
  bids: [
    ["99.9", 5],
    ["99.8", 50],
  ],
  asks: [
    ["100.1", 5],
    ["100.2", 50],
  ],
} as const;
const market = (orderId: string, side: "buy" | "sell", size: number, afterMs: number, last = 100): Step[] => [
  {
    command: submit({ orderId, side, kind: "market", qty: qty(size) }),
    afterMs,
    last,
    book: last === 100 ? DEEP : {},
  },
  { command: { type: "execute", orderId }, afterMs: afterMs + 1, last, book: last === 100 ? DEEP : {} },
];
const moved = (afterMs: number, last: number, mark = last): Step => ({
  command: priceMoved({ last, mark, qty: 1, atMs: START_MS + afterMs }),
  afterMs: afterMs + 10,
  last,
});

/** Two-level market fill, maker fill, trigger, trail, funding, stop, a flip, a liquidation, an adjustment, a reset. */
const PRACTICE = play({}, [
  ...market("m1", "buy", 8, 1_000),
  {
    command: { type: "set-position-stops", symbol: "BTCUSDT", stopLoss: { price: price(97), by: "last" } },
    afterMs: 2_000,
    last: 100,
  },
  {
    command: submit({ orderId: "l1", side: "buy", kind: "limit", price: price(99), qty: qty(2) }),
    afterMs: 3_000,
    last: 100,
  },
  moved(4_000, 98.5),
  {
    command: submit({
      orderId: "s1",
      side: "sell",
      kind: "take-profit-market",
      trigger: { price: price(101) },
      reduceOnly: true,
      qty: qty(1),
    }),
    afterMs: 5_000,
    last: 100,
  },
  moved(6_000, 101.5),
  {
    command: submit({
      orderId: "t1",
      side: "sell",
      kind: "trailing-stop",
      trail: { distance: price(5) },
      reduceOnly: true,
      qty: qty(1),
    }),
    afterMs: 7_000,
    last: 100,
  },
  moved(8_000, 101),
  {
    command: {
      type: "settle-funding",
      symbol: "BTCUSDT",
      rate: dec("0.0001"),
      mark: price(100),
      fundingMs: START_MS + HOUR_MS,
    },
    afterMs: HOUR_MS,
    last: 100,
  },
  moved(HOUR_MS + 4_000, 96.5),
  ...market("m2", "sell", 10, HOUR_MS + 10_000, 97),
  { command: { type: "cancel-all" }, afterMs: HOUR_MS + 11_000, last: 97 },
  { command: { type: "adjust", amount: money(100), note: "goodwill" }, afterMs: HOUR_MS + 12_000, last: 97 },
  {
    command: { type: "set-leverage", symbol: "BTCUSDT", leverage: dec(20) },
    afterMs: HOUR_MS + 13_000,
    last: 97,
  },
  moved(HOUR_MS + 20_000, 104),
  ...market("m3", "buy", 4, HOUR_MS + 30_000, 104),
  { command: { type: "reset", opening: money(5_000) }, afterMs: HOUR_MS + 40_000, last: 104 },
]);

const SPRINT = (() => {
  const plan = findPlan("sprint");
  if (plan === null) throw new Error("There is no sprint.");
  return plan;
})();
/** A challenge with a peak, a day's end and a breach. */
const BREACHED = play({ leverage: dec(1), challenge: { challengeId: "c", plan: SPRINT, phase: 1 } }, [
  ...market("m1", "buy", 40, 1_000),
  { command: { type: "check" }, afterMs: 2_000, last: 102 },
  { command: { type: "check" }, afterMs: DAY_MS, last: 101 },
  { command: { type: "check" }, afterMs: DAY_MS + 1_000, last: 94.5 },
  { command: { type: "check" }, afterMs: DAY_MS + 2_000, last: 80 },
]);
const [FIRST_PHASE] = SPRINT.phases;
/** A challenge that is passed by one trade. */
const PASSED = play(
  {
    leverage: dec(1),
    challenge: {
      challengeId: "c",
      plan: {
        ...SPRINT,
        phases: [{ ...(FIRST_PHASE as typeof FIRST_PHASE & object), minTradingDays: 1, bestDayLimit: null }],
      },
      phase: 1,
    },
  },
  [...market("m1", "buy", 40, 1_000), ...market("m2", "sell", 40, 5_000, 130)].map((step) =>
    step.last === 130
      ? { ...step, book: { bids: [["129.9", 500]] as const, asks: [["130.1", 500]] as const } }
      : step,
  ),
);

/** Three low risk tiers, so that a small position is liquidated down them. */
const TIERED = makeInstrument({
  tiers: buildTiers([
    { limit: money(1_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
    { limit: money(3_000), maintenanceRate: dec("0.01"), maxLeverage: dec(100) },
    { limit: money(9_000), maintenanceRate: dec("0.025"), maxLeverage: dec(100) },
  ]),
});
const addingBuy: Step = {
  command: submit({ orderId: "l1", side: "buy", kind: "limit", price: price(90), qty: qty(1) }),
  afterMs: 2_000,
  last: 100,
};
/**
 * An isolated position in the third tier: reduced by a step, then taken over; before it, an order of its own
 * side.
 */
const STEPPED = play(
  {},
  [...market("m1", "buy", 40, 1_000), addingBuy, moved(3_000, 91.9), moved(4_000, 90.4)],
  TIERED,
);
/** The same in a cross account whose equity does not cover it. */
const CROSS = play(
  { marginMode: "cross", opening: money(450) },
  [...market("m1", "buy", 40, 1_000), moved(3_000, 90), moved(4_000, 60)],
  TIERED,
);

type EventOf<Type extends PortfolioEvent["type"]> = Extract<PortfolioEvent, { type: Type }>;

/** The log with the `nth` event of a type changed. */
function edit<Type extends PortfolioEvent["type"]>(
  log: readonly PortfolioEvent[],
  type: Type,
  change: (event: EventOf<Type>) => object,
  which: (event: EventOf<Type>) => boolean = () => true,
): PortfolioEvent[] {
  const at = log.findIndex((event) => event.type === type && which(event as EventOf<Type>));
  const event = log[at];
  if (event === undefined) throw new Error(`The log has no such ${type}.`);
  return log.map((one) =>
    one === event ? ({ ...one, ...change(one as EventOf<Type>) } as PortfolioEvent) : one,
  );
}

/** The events in a new order, with new sequences. */
function renumber(log: readonly PortfolioEvent[]): PortfolioEvent[] {
  return log.map((event, index) => ({ ...event, seq: index + 1 }));
}

/** The log of a failed challenge as if its position had been closed without a breach. */
function hideBreach(log: readonly PortfolioEvent[]): PortfolioEvent[] {
  const hidden = renumber(
    log.filter(({ type }) => type !== "challenge-breached" && type !== "portfolio-locked"),
  );
  const accepted = hidden.find(
    (event) => event.type === "order-accepted" && event.order.purpose === "breach",
  );
  if (accepted?.type !== "order-accepted") throw new Error("Nothing was breached.");
  const [purpose, roundTrip] = accepted.order.id.split(":");
  const id = `${purpose}:${roundTrip}:${accepted.seq}`;
  const rename = (orderId: string) => (orderId === accepted.order.id ? id : orderId);
  return hidden.map((event) => {
    if (event === accepted) return { ...event, order: { ...accepted.order, id } } as PortfolioEvent;
    if (event.type === "order-filled") return { ...event, orderId: rename(event.orderId) };
    if (event.type !== "round-trip-closed") return event;
    return { ...event, roundTrip: { ...event.roundTrip, orderIds: event.roundTrip.orderIds.map(rename) } };
  });
}

const without = (log: readonly PortfolioEvent[], type: PortfolioEvent["type"]) =>
  renumber(log.filter((event) => event !== log.find((one) => one.type === type)));
const evidence = (change: Partial<OrderFilled["evidence"]>) => (fill: OrderFilled) => ({
  evidence: { ...fill.evidence, ...change },
});
const levels =
  (change: (all: OrderFilled["evidence"]["levels"]) => readonly object[]) => (fill: OrderFilled) => ({
    evidence: { ...fill.evidence, levels: change(fill.evidence.levels) },
  });
const isOf = (orderId: string) => (event: { orderId: string }) => event.orderId === orderId;
const isAccepted = (orderId: string) => (event: EventOf<"order-accepted">) => event.order.id === orderId;
const order = (change: object) => (event: EventOf<"order-accepted">) => ({
  order: { ...event.order, ...change },
});

/** A fill with other terms and all its money recomputed from them. */
function refill(change: { price?: number; feeRate?: string; liquidity?: "maker" | "taker" }) {
  return (fill: OrderFilled) => {
    const at = change.price === undefined ? fill.price : price(change.price);
    const feeRate = change.feeRate === undefined ? fill.feeRate : dec(change.feeRate);
    const fee = mul(notional(at, fill.qty), feeRate as Decimal);
    const isOpening = fill.realised === 0n;
    const cost = isOpening ? notional(at, fill.qty) : fill.cost;
    const value = notional(at, fill.qty);
    const realised = isOpening
      ? fill.realised
      : sub(fill.side === "sell" ? value : neg(value), fill.side === "sell" ? neg(cost) : cost);
    return { ...change, price: at, feeRate, fee, cost, realised, cash: sub(realised, fee) };
  };
}

const FILL = "order-filled";
const LIQUIDATED = "position-liquidated";
type Liquidated = EventOf<typeof LIQUIDATED>;

/** Changes the mark of a liquidation in every field that contains it. */
const atMark = ({ basis }: Liquidated, mark: Liquidated["mark"]) => ({
  mark,
  basis: basis.map((one) => ({ ...one, mark })),
});
/** The tiers of a liquidation with other rates, and the deductions that follow from them. */
const retier = (rates: string[]) => (event: Liquidated) => ({
  basis: event.basis.map((one) => {
    const steps = one.tiers.map(({ limit }, index) => ({
      limit,
      maintenanceRate: dec(rates[index] ?? "0.5"),
      maxLeverage: dec(100),
    }));
    return {
      ...one,
      tiers: buildTiers(steps).map(({ limit, maintenanceRate, deduction }) => ({
        limit,
        maintenanceRate,
        deduction,
      })),
    };
  }),
});
/** The liquidation price of the position of a log's first liquidation, by the tiers in the event. */
function triggerOf(log: readonly PortfolioEvent[], event: Liquidated): Liquidated["trigger"] {
  const before = log.slice(0, event.seq - 1).reduce(apply, EMPTY_STATE);
  const position = before.positions[0];
  const tiers = event.basis[0]?.tiers.map((tier) => ({ ...tier, maxLeverage: dec(100) })) ?? [];
  const found =
    position &&
    calculateTieredLiquidationPrice(toIsolatedPosition(position), { tiers, takerRate: TIERED.takerRate });
  if (!found) throw new Error("Nothing liquidates this position.");
  return found;
}
const P = PRACTICE;
type Forgery = [name: string, log: () => PortfolioEvent[], reason: RegExp];
const FORGERIES: Forgery[] = [
  // E5: what a book fill came from
  ["E5 no levels", () => edit(P, FILL, evidence({ levels: [] })), /names no level of the book/],
  [
    "a level left out",
    () =>
      edit(
        P,
        FILL,
        levels((all) => all.slice(1)),
      ),
    /first level is not the best/,
  ],
  [
    "levels in the wrong order",
    () =>
      edit(
        P,
        FILL,
        levels((all) => [...all].reverse()),
      ),
    /first level is not the best/,
  ],
  [
    "a level twice",
    () =>
      edit(
        P,
        FILL,
        levels(([first, ...rest]) => [first as object, first as object, ...rest]),
      ),
    /order of their prices/,
  ],
  [
    "more taken than shown",
    () =>
      edit(
        P,
        FILL,
        levels(([a, b]) => [{ ...a, shown: qty(1) }, b as object]),
      ),
    /more than a level showed/,
  ],
  [
    "a better level left",
    () =>
      edit(
        P,
        FILL,
        levels(([a, b]) => [{ ...a, shown: qty(50) }, b as object]),
      ),
    /leaves a better level/,
  ],
  [
    "another quantity taken",
    () =>
      edit(
        P,
        FILL,
        levels(([a, b]) => [a as object, { ...b, taken: qty(2) }]),
      ),
    /quantity is not what it took/,
  ],
  [
    "a negative level",
    () =>
      edit(
        P,
        FILL,
        levels(([a, b]) => [a as object, { ...b, taken: qty(-3) }]),
      ),
    /less than nothing/,
  ],
  [
    "depth that was not taken before",
    () =>
      edit(
        P,
        FILL,
        levels(([a, b]) => [a as object, { ...b, takenBefore: qty(4) }]),
      ),
    /taken of a level before/,
  ],
  [
    "a price better than its levels",
    () => edit(P, FILL, refill({ price: 100 })),
    /does not follow from its levels/,
  ],
  [
    "a price of the best level only",
    () => edit(P, FILL, refill({ price: 100.1 })),
    /does not follow from its levels/,
  ],
  ["no best prices", () => edit(P, FILL, evidence({ bestBid: null, bestAsk: null })), /no best bid and ask/],
  ["a crossed book", () => edit(P, FILL, evidence({ bestBid: price(101) })), /crossed/],
  ["a one-sided book", () => edit(P, FILL, evidence({ bestBid: null })), /one side only/],
  [
    "a market order from the path",
    () => edit(P, FILL, evidence({ source: "path", levels: [] })),
    /filled from the book/,
  ],
  [
    "a market order at the mark",
    () => edit(P, FILL, evidence({ source: "mark", levels: [] })),
    /closes at the mark/,
  ],
  [
    "a market order by liquidation",
    () => edit(P, FILL, evidence({ source: "liquidation", levels: [] })),
    /no position was liquidated/,
  ],
  [
    "a held price",
    () => edit(P, FILL, evidence({ source: "held-price", levels: [] })),
    /source is not known/,
  ],
  // E6, E13: fees and liquidity
  ["E6 no fee", () => edit(P, FILL, refill({ feeRate: "0" })), /fee rate is 0 and the taker's is 0.00055/],
  ["a fee of half the rate", () => edit(P, FILL, refill({ feeRate: "0.000275" })), /fee rate/],
  ["a rebate", () => edit(P, FILL, refill({ feeRate: "-0.0001" })), /fee rate/],
  [
    "E13 maker on a market order",
    () => edit(P, FILL, refill({ liquidity: "maker", feeRate: "0.0002" })),
    /never a maker/,
  ],
  [
    "maker on a triggered market order",
    () => edit(P, FILL, refill({ liquidity: "maker", feeRate: "0.0002" }), isOf("s1")),
    /never a maker/,
  ],
  [
    "a third kind of liquidity",
    () => edit(P, FILL, () => ({ liquidity: "none" })),
    /neither maker nor taker/,
  ],
  [
    "rules of another version",
    () => edit(P, FILL, evidence({ rules: "bybit-2020-01" })),
    /rules bybit-2020-01 are not known/,
  ],
  // Money of a fill
  ["another fee", () => edit(P, FILL, ({ fee }) => ({ fee: add(fee, money(-1)) })), /its fee is/],
  [
    "another profit",
    () => edit(P, FILL, ({ realised }) => ({ realised: add(realised, money(50)) }), isOf("s1")),
    /its realised is/,
  ],
  ["another cash", () => edit(P, FILL, ({ cash }) => ({ cash: add(cash, money(50)) })), /its cash is/],
  ["another cost", () => edit(P, FILL, ({ cost }) => ({ cost: add(cost, money(-50)) })), /its cost is/],
  ["another side", () => edit(P, FILL, () => ({ side: "sell" })), /another symbol or side/],
  ["another symbol", () => edit(P, FILL, () => ({ symbol: "ETHUSDT" })), /another symbol or side/],
  ["another purpose", () => edit(P, FILL, () => ({ purpose: "close" })), /purpose/],
  ["an order that is not open", () => edit(P, FILL, () => ({ orderId: "none" })), /order that is not open/],
  [
    "a fill twice",
    () =>
      renumber(
        P.flatMap((event): PortfolioEvent[] =>
          event === P.find(({ type }) => type === FILL) ? [event, event] : [event],
        ),
      ),
    /not open/,
  ],
  // Maker fills and triggers
  [
    "a better price for a maker",
    () => edit(P, FILL, refill({ price: 98.6 }), isOf("l1")),
    /filled at its own price/,
  ],
  [
    "a maker that was not reached",
    () => edit(P, FILL, evidence({ last: price("99.5") }), isOf("l1")),
    /had not reached/,
  ],
  [
    "a better price for a triggered order",
    () => edit(P, FILL, refill({ price: 103 }), isOf("s1")),
    /does not follow from its levels/,
  ],
  [
    "a trigger that was not reached",
    () => edit(P, "order-triggered", () => ({ at: price("100.5") })),
    /was not reached/,
  ],
  ["an untriggered order filled", () => without(P, "order-triggered"), /was not triggered/],
  [
    "a trail moved back",
    () => edit(P, "order-trailed", () => ({ extreme: price(99) })),
    /moves with the price only/,
  ],
  [
    "a stop at another price",
    () =>
      edit(
        P,
        "order-accepted",
        (event) => ({ order: { ...event.order, trigger: { price: price(99), by: "last" } } }),
        (event) => event.order.purpose === "stop",
      ),
    /stood at another price/,
  ],
  [
    "a stop of no position",
    () => edit(P, "position-stops-set", () => ({ symbol: "ETHUSDT" })),
    /no position/,
  ],
  [
    "a stop from the past",
    () =>
      edit(P, "position-stops-set", (event) => ({
        stopLoss: event.stopLoss && { ...event.stopLoss, acceptedSeq: 2 },
      })),
    /older than this event/,
  ],
  // E9, E10: time
  [
    "E9 a fill a day before its order",
    () => edit(P, FILL, (event) => ({ atMs: event.atMs - DAY_MS })),
    /time is before/,
  ],
  [
    "a fill two seconds before its order",
    () => edit(P, FILL, (event) => ({ atMs: event.atMs - 2_001 })),
    /time is before/,
  ],
  [
    "E10 a tick an hour old",
    () => edit(P, FILL, evidence({ tickMs: START_MS + 1_001 - HOUR_MS })),
    /tick was too old/,
  ],
  [
    "a tick just over the feed's limit",
    () => edit(P, FILL, evidence({ tickMs: START_MS + 1_001 - 2_001 })),
    /tick was too old/,
  ],
  ["an old book", () => edit(P, FILL, evidence({ bookMs: START_MS + 1_001 - 2_001 })), /book was too old/],
  [
    "a book of before the order",
    () => edit(P, FILL, evidence({ bookMs: START_MS + 1_000 })),
    /book is from before its order/,
  ],
  [
    "a tick of the future",
    () => edit(P, FILL, evidence({ tickMs: START_MS + HOUR_MS })),
    /tick from after it/,
  ],
  [
    "a tick before a resting order",
    () => edit(P, FILL, evidence({ tickMs: START_MS }), isOf("l1")),
    /tick is from before its order/,
  ],
  [
    "a clock that is far off",
    () =>
      edit(
        P,
        FILL,
        evidence({
          venueOffsetMs: -HOUR_MS,
          tickMs: START_MS - HOUR_MS + 1_001,
          bookMs: START_MS - HOUR_MS + 1_002,
        }),
      ),
    /clock is not that far/,
  ],
  [
    "a market order after its time",
    () => edit(P, "order-accepted", order({ expiresAtMs: START_MS + 60_000 }), isAccepted("m1")),
    /time is not that of a market order/,
  ],
  // E11, E12: prices
  [
    "E11 mark and last of 1",
    () => edit(P, FILL, evidence({ mark: price(1), last: price(1) })),
    /book is too far from its mark/,
  ],
  ["a mark of 1", () => edit(P, FILL, evidence({ mark: price(1) })), /mark and its last price/],
  ["a mark of zero", () => edit(P, FILL, evidence({ mark: price(0) })), /zero or less/],
  [
    "E12 a mark of 1,000,000",
    () => edit(P, FILL, evidence({ mark: price(1_000_000) }), isOf("m2")),
    /far from the one before it/,
  ],
  [
    "a mark beyond the liquidation price of a position that lives on",
    () => edit(P, FILL, evidence({ mark: price(85) }), isOf("s1")),
    /liquidation price of a position that lives on/,
  ],
  // Orders
  [
    "an order that was not paid for",
    () => edit(P, "order-accepted", order({ qty: qty(5_000) }), isAccepted("l1")),
    /free margin did not carry/,
  ],
  [
    "an order without quantity",
    () => edit(P, "order-accepted", order({ qty: qty(0) }), isAccepted("l1")),
    /not above zero/,
  ],
  [
    "an order that is filled at its start",
    () => edit(P, "order-accepted", order({ filled: qty(1) }), isAccepted("l1")),
    /filled before it is accepted/,
  ],
  [
    "a reduce-only order without a position",
    () => edit(P, "order-accepted", order({ reduceOnly: true }), isAccepted("m1")),
    /no position that it could reduce/,
  ],
  [
    "a liquidation's order of no liquidation",
    () => edit(P, "order-accepted", order({ purpose: "liquidation" }), isAccepted("m1")),
    /no position was liquidated/,
  ],
  ["a leverage below 1", () => edit(P, "leverage-set", () => ({ leverage: dec("0.5") })), /at least 1/],
  [
    "a leverage off the step",
    () => edit(P, "leverage-set", () => ({ leverage: dec("20.001") })),
    /multiple of the venue's step/,
  ],
  [
    "a leverage that no venue has",
    () => edit(P, "leverage-set", () => ({ leverage: dec(1_000) })),
    /no leverage that high/,
  ],
  [
    "a stop that was not reached",
    () => edit(P, FILL, evidence({ last: price(98), mark: price(98) }), ({ purpose }) => purpose === "stop"),
    /the trigger at 97 was not reached/,
  ],
  [
    "a portfolio opened with a leverage off the step",
    () => edit(P, "portfolio-opened", () => ({ leverage: dec("10.001") })),
    /multiple of the venue's step/,
  ],
  // E7, E8: closed trades
  [
    "E7 another net",
    () => edit(P, "round-trip-closed", () => ({ net: money(999) })),
    /its net does not follow/,
  ],
  [
    "E8 a closed trade twice",
    () =>
      renumber(
        P.flatMap((event): PortfolioEvent[] =>
          event === P.find(({ type }) => type === "round-trip-closed") ? [event, event] : [event],
        ),
      ),
    /no position was closed/,
  ],
  ["a closed trade left out", () => without(P, "round-trip-closed"), /closed trade is missing/],
  [
    "another entry value",
    () =>
      edit(P, "round-trip-closed", (event) => ({
        roundTrip: { ...event.roundTrip, entryValue: add(event.roundTrip.entryValue, money(-1)) },
      })),
    /its entryValue does not follow/,
  ],
  [
    "another quantity of a trade",
    () => edit(P, "round-trip-closed", (event) => ({ roundTrip: { ...event.roundTrip, entryQty: qty(1) } })),
    /its entryQty does not follow/,
  ],
  [
    "another initial stop",
    () =>
      edit(P, "round-trip-closed", (event) => ({
        roundTrip: { ...event.roundTrip, initialStop: price(99) },
      })),
    /its initialStop does not follow/,
  ],
  [
    "another closing time",
    () => edit(P, "round-trip-closed", (event) => ({ closedAtMs: event.closedAtMs + 1 })),
    /its closedAtMs does not follow/,
  ],
  // Funding
  [
    "funding that was received instead",
    () => edit(P, "funding-settled", (event) => ({ paid: neg(event.paid) })),
    /quantity × mark × rate/,
  ],
  [
    "funding at another rate",
    () => edit(P, "funding-settled", () => ({ rate: dec("0.00005") })),
    /quantity × mark × rate/,
  ],
  [
    "funding at another mark",
    () => edit(P, "funding-settled", () => ({ mark: price(90) })),
    /quantity × mark × rate/,
  ],
  [
    "funding twice",
    () =>
      renumber(
        P.flatMap((event): PortfolioEvent[] => (event.type === "funding-settled" ? [event, event] : [event])),
      ),
    /settled before/,
  ],
  [
    "funding before the position",
    () => edit(P, "funding-settled", () => ({ fundingMs: START_MS - HOUR_MS })),
    /nothing was held/,
  ],
  [
    "funding of the future",
    () => edit(P, "funding-settled", (event) => ({ fundingMs: event.fundingMs + HOUR_MS })),
    /tick from after it/,
  ],
  [
    "funding between two hours",
    () => edit(P, "funding-settled", (event) => ({ fundingMs: event.fundingMs - 60_000 })),
    /on the hour/,
  ],
  [
    "a rate that no venue has",
    () => edit(P, "funding-settled", (event) => ({ rate: dec("-5"), paid: mul(event.paid, dec("-50000")) })),
    /no funding rate/,
  ],
  // Liquidation
  [
    "a liquidation settled better",
    () => edit(P, LIQUIDATED, (event) => ({ settledAt: sub(event.settledAt, price(1)) })),
    /settled at .* and should be at/,
  ],
  [
    "a liquidation that was not reached",
    () => edit(P, LIQUIDATED, (event) => atMark(event, sub(event.trigger, price(1)))),
    /had not reached/,
  ],
  [
    "a liquidation of a part",
    () => edit(P, LIQUIDATED, () => ({ qty: qty("-0.5") })),
    /not that of the position/,
  ],
  ["a liquidation left out", () => without(P, LIQUIDATED), /no position was liquidated/],
  [
    "a better fill of a liquidation",
    () => edit(P, FILL, refill({ price: 100 }), ({ purpose }) => purpose === "liquidation"),
    /not what the position was settled at/,
  ],
  [
    "a liquidation price a little nearer",
    () => edit(P, LIQUIDATED, (event) => ({ trigger: sub(event.trigger, price("0.01")) })),
    /liquidation price is .* and should be/,
  ],
  [
    "another mark than the fill shows",
    () =>
      edit(P, LIQUIDATED, (event) => {
        const mark = add(event.mark, price(1));
        const { settledAt } = event;
        const takeover = { isLong: event.qty > 0n, qty: abs(event.qty), settledAt, execution: mark };
        return { ...atMark(event, mark), insurance: calculateInsuranceChange(takeover) };
      }),
    /its mark is not that of the liquidation/,
  ],
  [
    "two marks of one symbol",
    () => edit(P, LIQUIDATED, () => ({ mark: price(103) })),
    /two marks of its symbol/,
  ],
  [
    "a dearer rate of the tier",
    () => edit(STEPPED, LIQUIDATED, retier(["0.005", "0.01", "0.03"])),
    /liquidation price is .* and should be/,
  ],
  [
    "a cheaper rate of the tier",
    () => edit(STEPPED, LIQUIDATED, retier(["0.005", "0.01", "0.02"])),
    /liquidation price is .* and should be/,
  ],
  [
    "a tier that is cheaper than the one below, with the liquidation price made to agree",
    () =>
      edit(STEPPED, LIQUIDATED, (event) => {
        const dearer = { ...event, ...retier(["0.005", "0.01", "0.005"])(event) };
        return { ...dearer, trigger: triggerOf(STEPPED, dearer) };
      }),
    /risk tiers do not rise/,
  ],
  [
    "the lowest tier for a position of the third, with the liquidation price made to agree",
    () =>
      edit(STEPPED, LIQUIDATED, (event) => {
        const lower = {
          ...event,
          basis: event.basis.map((one) => ({ ...one, tiers: one.tiers.slice(0, 1) })),
        };
        const cut = { ...lower, basis: lower.basis.map((one) => ({ ...one, isWholeTable: false })) };
        return { ...cut, trigger: triggerOf(STEPPED, cut) };
      }),
    /risk tiers end below the position's value/,
  ],
  [
    "a deduction of another amount",
    () =>
      edit(STEPPED, LIQUIDATED, (event) => ({
        basis: event.basis.map((one) => ({
          ...one,
          tiers: one.tiers.map((tier) => ({ ...tier, deduction: add(tier.deduction, money(1)) })),
        })),
      })),
    /deduction of a risk tier does not follow/,
  ],
  [
    "tiers in another order",
    () =>
      edit(STEPPED, LIQUIDATED, (event) => ({
        basis: event.basis.map((one) => ({ ...one, tiers: [...one.tiers].reverse() })),
      })),
    /deduction of a risk tier does not follow/,
  ],
  [
    "a healthy position liquidated, with its liquidation price at the mark",
    () => edit(STEPPED, LIQUIDATED, (event) => ({ ...atMark(event, price(95)), trigger: price(95) })),
    /liquidation price is .* and should be/,
  ],
  [
    "all taken over where a step was due",
    () =>
      edit(STEPPED, LIQUIDATED, ({ qty: part, remaining }) => ({
        qty: add(part, remaining),
        remaining: qty(0),
      })),
    /not that of the position/,
  ],
  [
    "a larger step",
    () =>
      edit(STEPPED, LIQUIDATED, ({ qty: part, remaining }) => ({
        qty: add(part, qty(1)),
        remaining: sub(remaining, qty(1)),
      })),
    /not that of the position/,
  ],
  [
    "a step settled below the mark",
    () => edit(STEPPED, LIQUIDATED, (event) => ({ settledAt: sub(event.mark, price(1)) })),
    /settled at .* and should be at/,
  ],
  [
    "another quantity step",
    () =>
      edit(STEPPED, LIQUIDATED, (event) => ({
        basis: event.basis.map((one) => ({ ...one, qtyStep: dec(1) })),
      })),
    /not that of the position/,
  ],
  [
    "the insurance's share",
    () => edit(P, LIQUIDATED, (event) => ({ insurance: add(event.insurance, money(1)) })),
    /insurance is not settlement/,
  ],
  [
    "an order of the position's side left open",
    () => without(STEPPED, "order-cancelled"),
    /cancels was open/,
  ],
  [
    "an account liquidated at a healthy mark",
    () => edit(CROSS, LIQUIDATED, (event) => ({ ...atMark(event, price(99)), trigger: price(99) })),
    /equity was above its maintenance margin/,
  ],
  [
    "an account liquidated by dearer tiers than its position has",
    () =>
      edit(CROSS, LIQUIDATED, (event) => ({
        ...retier(["0.005", "0.01", "0.025"])(event),
        trigger: price(95),
      })),
    /liquidated at the mark/,
  ],
  [
    "an account's liquidation without the marks of what is held",
    () => edit(CROSS, LIQUIDATED, () => ({ basis: [] })),
    /of other positions/,
  ],
  [
    "an account's position settled above the mark though equity covers it",
    () => edit(CROSS, LIQUIDATED, (event) => ({ settledAt: add(event.mark, price("0.1")) })),
    /settled at .* and should be at/,
  ],
  [
    "an account's takeover settled where it leaves the trader something",
    () =>
      edit(
        CROSS,
        LIQUIDATED,
        (event) => ({ settledAt: add(event.settledAt, price("0.1")) }),
        ({ remaining }) => remaining === 0n,
      ),
    /settled at .* and should be at/,
  ],
  // Account
  [
    "a second opening",
    () => renumber([...P.slice(0, 3), P[0] as PortfolioEvent, ...P.slice(3)].map((event) => ({ ...event }))),
    /open already|time is before/,
  ],
  ["a log without its opening", () => renumber(P.slice(1)), /not open yet/],
  [
    "an opening of nothing",
    () => edit(P, "portfolio-opened", () => ({ opening: money(0) })),
    /opening balance/,
  ],
  [
    "a reset with an open position",
    () =>
      renumber(
        P.filter(
          (event) =>
            !(event.type === FILL && event.purpose === "reset") &&
            !(event.type === "order-accepted" && event.order.purpose === "reset") &&
            event !== P.findLast(({ type }) => type === "round-trip-closed"),
        ),
      ),
    /position was not closed/,
  ],
  // Challenge
  [
    "a breach with another equity",
    () => edit(BREACHED, "challenge-breached", (event) => ({ equity: add(event.equity, money(1)) })),
    /equity was/,
  ],
  [
    "a breach with another floor",
    () => edit(BREACHED, "challenge-breached", (event) => ({ floor: add(event.floor, money(1)) })),
    /floor was/,
  ],
  [
    "a breach of another phase",
    () => edit(BREACHED, "challenge-breached", () => ({ phase: 2 })),
    /another challenge or phase/,
  ],
  [
    "a breach at an earlier time",
    () =>
      edit(BREACHED, "challenge-breached", (event) => ({
        marks: event.marks.map((seen) => ({ ...seen, tickMs: seen.tickMs + DAY_MS })),
      })),
    /tick from after it/,
  ],
  [
    "a breach left out with its lock",
    () => hideBreach(BREACHED),
    /was broken before it and the challenge goes on/,
  ],
  ["a day that was not ended", () => without(BREACHED, "day-rolled"), /day was over/],
  [
    "a day's equity",
    () => edit(BREACHED, "day-rolled", (event) => ({ equity: sub(event.equity, money(1)) })),
    /equity was/,
  ],
  [
    "a peak left lower",
    () => edit(BREACHED, "equity-peaked", (event) => ({ equity: sub(event.equity, money(1)) })),
    /equity was/,
  ],
  [
    "a mark of another position",
    () =>
      edit(BREACHED, "challenge-breached", (event) => ({
        marks: event.marks.map((seen) => ({ ...seen, qty: qty(1) })),
      })),
    /was another/,
  ],
  [
    "a pass with another balance",
    () => edit(PASSED, "phase-passed", () => ({ balance: money(20_000) })),
    /balance was/,
  ],
  ["a pass with more days", () => edit(PASSED, "phase-passed", () => ({ tradingDays: 9 })), /trading days/],
  [
    "a pass that was not reached",
    () => edit(PASSED, "challenge-started", () => ({ plan: SPRINT })),
    /not passed/,
  ],
  [
    "trading after the lock",
    () => renumber([...PASSED, { ...(P[1] as PortfolioEvent), atMs: START_MS + HOUR_MS }]),
    /was locked/,
  ],
  [
    "a pass left out",
    () => renumber(PASSED.filter(({ type }) => type !== "phase-passed" && type !== "portfolio-locked")),
    /was passed before it/,
  ],
];

const LOGS = [P, BREACHED, PASSED, STEPPED, CROSS];
const isSame = (a: PortfolioEvent, b: PortfolioEvent | undefined) =>
  b !== undefined && toJsonText(a) === toJsonText(b);

describe("a log whose content was forged and whose hashes were made again", () => {
  it("is consistent before it is forged", async () => {
    for (const log of LOGS)
      expect(await verifyStatement(makeStatement(log), sha256)).toMatchObject({ ok: true });
    expect(P.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["order-trailed", "position-liquidated", "portfolio-reset"]),
    );
    const steps = [STEPPED, CROSS].map((log) =>
      log.flatMap((event) => (event.type === LIQUIDATED ? [event.remaining === 0n ? "whole" : "part"] : [])),
    );
    expect(steps).toEqual([
      ["part", "part", "whole"],
      ["part", "whole"],
    ]);
    expect(FORGERIES.length).toBeGreaterThanOrEqual(60);
  });

  it.each(FORGERIES)("is found: %s", async (_name, forge, reason) => {
    const forged = forge();
    const result = await verifyStatement(makeStatement(forged), sha256);
    expect(result).toEqual({ ok: false, seq: expect.any(Number), why: expect.stringMatching(reason) });
    // The reported line is the changed one, or the first one that no longer follows from it.
    const changed = forged.findIndex((event, index) => LOGS.every((log) => !isSame(event, log[index])));
    if (!result.ok && changed >= 0) expect(result.seq).toBeGreaterThanOrEqual(changed + 1);
  });
});

it("names positions that were settled at a price which no log can prove", async () => {
  const settle = { type: "settle-symbol", symbol: "BTCUSDT", cause: "operator", note: "halt" } as const;
  const settled = (at?: number): Step[] => [
    ...market("m1", "buy", 8, 1_000),
    { command: { ...settle, ...(at && { price: price(at) }) }, afterMs: 2_000, last: 100 },
  ];
  for (const [steps, settlements] of [
    [settled(150), 1],
    [settled(), 0],
  ] as const) {
    const result = await verifyStatement(makeStatement(play({}, steps)), sha256);
    expect(result).toMatchObject({ ok: true, settlements });
    const said = resultSentences(result).some((line) => line.startsWith("Positions settled at a price"));
    expect(said).toBe(settlements > 0);
  }
});

/** A hedged symbol whose long side is liquidated while the short one, of the same size, lives on. */
const HEDGED = play({ leverage: dec(50) }, [
  { command: { type: "set-position-mode", symbol: "BTCUSDT", isHedged: true }, afterMs: 500, last: 100 },
  ...market("h1", "buy", 8, 1_000),
  ...market("h2", "sell", 8, 2_000),
  moved(3_000, 98.6),
]);

describe("a log in hedge mode", () => {
  const verify = (log: readonly PortfolioEvent[]) => verifyStatement(makeStatement(log), sha256);

  it("is consistent, and not when a liquidation closes the other side", async () => {
    expect(await verify(HEDGED)).toMatchObject({ ok: true });
    const from = HEDGED.findIndex(({ type }) => type === LIQUIDATED);
    const before = HEDGED.slice(0, from + 1);
    const state = before.reduce(apply, EMPTY_STATE);
    const short = state.positions.find((one) => one.qty < 0n);
    const accepted = HEDGED[from + 1];
    if (short === undefined || accepted?.type !== "order-accepted")
      throw new Error("Nothing was liquidated.");
    const id = `liquidation:${short.roundTrip.id}:${accepted.seq}`;
    const forged = { ...accepted, order: { ...accepted.order, id, side: "buy" as const } };
    expect(await verify([...before, forged])).toMatchObject({
      ok: false,
      seq: accepted.seq,
      why: "the order of the liquidation is missing before it",
    });
  });

  it("is consistent where funding is settled after the mode was changed, and once for each side", async () => {
    const instantMs = HOUR_MS - 1_000;
    const charge = (size: number, afterMs: number): Step => ({
      command: {
        type: "settle-funding",
        symbol: "BTCUSDT",
        rate: dec("0.001"),
        mark: price(100),
        fundingMs: START_MS + HOUR_MS,
        positionQty: qty(size),
      },
      afterMs,
      last: 100,
    });
    const exit = (orderId: string, side: "buy" | "sell", size: number, afterMs: number) =>
      market(orderId, side, size, afterMs).map((step): Step => {
        const { command } = step;
        if (command.type !== "submit") return step;
        return { ...step, command: { ...command, order: { ...command.order, reduceOnly: true } } };
      });
    const log = play({}, [
      { command: { type: "set-position-mode", symbol: null, isHedged: true }, afterMs: 500, last: 100 },
      ...market("h1", "buy", 1, 1_000),
      ...market("h2", "sell", 2, 2_000),
      ...exit("h3", "sell", 1, instantMs + 3_000),
      ...exit("h4", "buy", 2, instantMs + 4_000),
      {
        command: { type: "set-position-mode", symbol: null, isHedged: false },
        afterMs: instantMs + 5_000,
        last: 100,
      },
      charge(1, instantMs + 6_000),
      charge(-2, instantMs + 7_000),
    ]);
    expect(log.filter(({ type }) => type === "funding-settled")).toHaveLength(2);
    expect(await verify(log)).toMatchObject({ ok: true });
    const last = log.at(-1);
    if (last?.type !== "funding-settled") throw new Error("There is no funding.");
    for (const side of [{}, { side: "short" as const }]) {
      const { side: _side, ...event } = last;
      const again = { ...event, ...side, seq: last.seq + 1 } as PortfolioEvent;
      expect(await verify([...log, again])).toMatchObject({
        ok: false,
        why: "this instant was settled before",
      });
    }
  });
});

it("accepts that one order of a pair cancels the other one, and not that both are triggered", async () => {
  const log = play({}, [
    ...market("m1", "buy", 2, 1_000),
    {
      command: submit({
        side: "buy",
        kind: "limit",
        price: price(99),
        qty: qty(2),
        attached: {
          stopLoss: { price: price(96), by: "last" },
          takeProfit: { price: price(104), by: "last" },
          part: { stopLimit: null, targetLimit: null },
        },
      }),
      afterMs: 2_000,
      last: 100,
    },
    moved(3_000, 98.9),
    moved(4_000, 104),
  ]);
  expect(await verifyStatement(makeStatement(log), sha256)).toMatchObject({ ok: true });
  const cancelled = log.findIndex((event) => event.type === "order-cancelled" && event.reason === "oco");
  const oco = log[cancelled];
  if (oco?.type !== "order-cancelled") throw new Error("No order of a pair has filled.");
  const { seq, atMs, orderId } = oco;
  const forged: PortfolioEvent = { type: "order-triggered", orderId, at: price(96), seq, atMs };
  expect(await verifyStatement(makeStatement([...log.slice(0, cancelled), forged]), sha256)).toMatchObject({
    ok: false,
    why: "the other order of its pair was triggered or filled",
  });
});
