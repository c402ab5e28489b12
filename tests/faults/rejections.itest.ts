import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { PATCH as amend } from "@/app/api/orders/[id]/route";
import { GET as history } from "@/app/api/orders/history/route";
import { POST as placeOrder } from "@/app/api/orders/route";
import { PUT as changeLimits } from "@/app/api/portfolios/[id]/limits/route";
import { PUT as changeModes } from "@/app/api/portfolios/[id]/modes/route";
import { POST as reset } from "@/app/api/portfolios/[id]/reset/route";
import { POST as closePosition } from "@/app/api/positions/[symbol]/close/route";
import { POST as adjustMargin } from "@/app/api/positions/[symbol]/margin/route";
import { POST as reversePosition } from "@/app/api/positions/[symbol]/reverse/route";
import { PATCH as changePosition } from "@/app/api/positions/[symbol]/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { setSwitch } from "@/lib/admin/set-switch";
import type { Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { REJECT_REASONS, REJECT_SENTENCES, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { beginLimitDay } from "@/lib/core/limits/limit-state";
import { createEmptyLimits } from "@/lib/core/limits/own-limits";
import { storeInstruments } from "@/lib/db/market/instruments";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/reference/default-instruments";
import { readHalts } from "@/lib/market/reference/halts";
import type { ChangeModesBody, PlaceOrderBody } from "@/lib/schemas/trading/trading";
import type { OrdersPage, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { rejection } from "@/lib/trading/dto/respond-to-trader";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { openPracticePortfolio } from "@/lib/trading/portfolio/manage-portfolios";
import { fillOrder, queueOrder, snapshotOf } from "@/tests/faults/trading-steps";
import {
  type ApiResponse,
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

const listHalted = async () => (await readHalts()).halted;

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

const CLOSED_SYMBOL = "LTCUSDT";
let world: TradingWorld;

beforeAll(async () => {
  const routes = { "/api/queue/execute": execute };
  world = await startTrading({ symbols: ["BTCUSDT", CLOSED_SYMBOL], withVenue: false, routes });
  const closed = DEFAULT_INSTRUMENTS.filter((one) => one.symbol === CLOSED_SYMBOL);
  await storeInstruments(
    "none",
    closed.map((one) => ({ ...one, status: "Closed" })),
    Date.now(),
  );
});
afterAll(() => world.close());
beforeEach(() => world.setMarket("BTCUSDT", 100_000, { depth: "0.5" }));

/** Sends a request that must be rejected, and returns the rejection. */
type Rejected = (one: TestTrader) => Promise<ApiResponse>;

const place = (of: TestTrader, changes: Partial<PlaceOrderBody> = {}) =>
  callAs(of, placeOrder, { method: "POST", body: orderOf(of, changes) });
const restart = (of: TestTrader) =>
  callAs(of, reset, { method: "POST", params: { id: of.portfolioId }, body: {} });
/** Sends an order when `ready` has prepared for it; the figures of before are those right before the order. */
const order =
  (changes: Partial<PlaceOrderBody>, ready?: (one: TestTrader) => Promise<unknown>): Rejected =>
  async (one) => {
    await ready?.(one);
    return unchanged(one, () => place(one, changes));
  };

/** Sends an order that its first book rejects; the reason in the accepted order stands for the error. */
const byFirstBook =
  (changes: Partial<PlaceOrderBody>): Rejected =>
  async (one) => {
    const { balance, freeMargin, positions, orders } = await snapshotOf(one);
    const { status, body } = await place(one, changes);
    expect(await snapshotOf(one)).toMatchObject({ balance, freeMargin, positions, orders });
    const { order: rejected } = body as unknown as TradingResponse;
    expect([status, rejected?.status]).toEqual([202, "REJECTED"]);
    const code = rejected?.reason as RejectReason;
    return { status: 422, body: { error: { code, message: REJECT_SENTENCES[code] } } };
  };

async function unchanged(one: TestTrader, ask: () => Promise<ApiResponse>): Promise<ApiResponse> {
  const { serverTimeMs: _, ...before } = await snapshotOf(one);
  const response = await ask();
  expect(await snapshotOf(one)).toMatchObject(before);
  return response;
}

const margin = (of: TestTrader, amount: string) =>
  callAs(of, adjustMargin, {
    method: "POST",
    params: { symbol: "BTCUSDT" },
    body: { portfolioId: of.portfolioId, clientOrderId: crypto.randomUUID(), amount },
  });
const limit = { kind: "limit", price: "99500" } as const;
const stop = { kind: "stop-market", trigger: { price: "101000" }, qty: "0.001" } as const;

const RULE = { id: "rule", phases: null };
/** Sends an order in a challenge with this trading rule. */
const byRule =
  (rule: TradingRule, changes: Partial<PlaceOrderBody> = {}): Rejected =>
  async () => {
    const one = await openChallenge(() => ({ tradingRules: [rule] }));
    return unchanged(one, () => place(one, changes));
  };

const modes =
  (body: ChangeModesBody, ready?: (one: TestTrader) => Promise<unknown>): Rejected =>
  async (one) => {
    await ready?.(one);
    const params = { id: one.portfolioId };
    return unchanged(one, () => callAs(one, changeModes, { method: "PUT", params, body }));
  };

const HEDGE = { type: "set-position-mode", symbol: "BTCUSDT", isHedged: true } as const;
const hedge = (of: TestTrader) => commandPortfolio(of.portfolioId, HEDGE, ["BTCUSDT"]);

/** Sends a command that no route of the pages has; its rejection stands for the error. */
function byCommand(
  prepare: (one: TestTrader) => Command | Promise<Command>,
  sender: { isByProgram?: boolean } = {},
): Rejected {
  return async (one) => {
    const command = await prepare(one);
    return unchanged(one, async () => {
      const result = await commandPortfolio(one.portfolioId, command, ["BTCUSDT"], sender);
      if (result.ok) throw new Error("It was accepted.");
      const { code, message } = rejection(result);
      return { status: 422, body: { error: { code, message } } };
    });
  };
}

/** A request that is rejected, for each reason there is: one without a row does not compile. */
const REJECTIONS: Record<RejectReason, Rejected> = {
  portfolio_locked: order({}, (one) =>
    commandPortfolio(one.portfolioId, { type: "lock", reason: "test" }, []),
  ),
  programs_not_admitted: async () => {
    const leverage = { type: "set-leverage", symbol: "BTCUSDT", leverage: ONE } as const;
    const one = await openChallenge(() => ({ rejectsPrograms: true }));
    return byCommand(() => leverage, { isByProgram: true })(one);
  },
  trading_paused: async () => {
    const one = await openChallenge((plan) => ({
      floors: plan.floors.map((rule) => ({ ...rule, isSoft: rule.scope === "day" })),
    }));
    await fillOrder(world, one, { qty: "0.08" });
    await world.setMarket("BTCUSDT", 92_000);
    await commandPortfolio(one.portfolioId, { type: "check" }, ["BTCUSDT"]);
    return unchanged(one, () => place(one));
  },
  trading_halted: async (one) => {
    const halt = (on: boolean) => setSwitch(one.userId, { name: "halt:BTCUSDT", on, reason: "a test" });
    await halt(true);
    try {
      await until(listHalted, (halted) => halted.has("BTCUSDT"));
      return await unchanged(one, () => place(one));
    } finally {
      await halt(false);
      await until(listHalted, (halted) => halted.size === 0);
    }
  },
  own_limit: async (one) => {
    await fillOrder(world, one);
    await fillOrder(world, one, { side: "sell", reduceOnly: true });
    const limits = {
      dayLoss: null,
      dayLossPercent: null,
      lossesInRow: null,
      tradesPerDay: null,
      hours: null,
    };
    const body = { ...limits, pauseMinutes: 60 };
    await callAs(one, changeLimits, { method: "PUT", params: { id: one.portfolioId }, body });
    const response = await unchanged(one, () => place(one));
    // The sentence says when the lock ends.
    expect(response.body.error?.message).toMatch(/^Until /);
    const code = response.body.error?.code ?? "";
    return { ...response, body: { error: { code, message: REJECT_SENTENCES.own_limit } } };
  },
  competition_closed: async () => {
    const one = await openChallenge(() => ({ competition: { symbols: [], startsAtMs: 0, endsAtMs: 1 } }));
    return unchanged(one, () => place(one));
  },
  symbol_not_allowed: async () => {
    const endsAtMs = Date.now() + 3_600_000;
    const one = await openChallenge(() => ({
      competition: { symbols: ["ETHUSDT"], startsAtMs: 0, endsAtMs },
    }));
    return unchanged(one, () => place(one));
  },
  outside_hours: byRule({
    ...RULE,
    kind: "trading-hours",
    opensAt: "00:00",
    closesAt: "00:01",
    weekdays: [],
    closesPositions: false,
  }),
  leverage_above_rule: byRule(
    { ...RULE, kind: "leverage", maxLeverage: ONE, symbols: null },
    { leverage: "2" },
  ),
  stop_missing: byRule({ ...RULE, kind: "trade-risk", percent: ONE }),
  risk_above_limit: byRule(
    { ...RULE, kind: "trade-risk", percent: parseDecimal("0.0001") },
    { stopLoss: { price: "99000" } },
  ),
  exposure_above_limit: byRule({
    ...RULE,
    kind: "exposure",
    per: "total",
    percent: parseDecimal("0.01"),
    symbols: null,
  }),
  instrument_unknown: order({ symbol: "NOPEUSDT" }),
  instrument_closed: order({ symbol: CLOSED_SYMBOL, qty: "1" }),
  price_not_allowed: order({ ...stop, price: "101000" }),
  trigger_not_allowed: order({ ...limit, trigger: { price: "101000" } }),
  trail_not_allowed: order({ ...limit, trail: { distance: "100" } }),
  trail_required: order({ kind: "trailing-stop", qty: "0.001" }),
  trail_too_large: order({ kind: "trailing-stop", qty: "0.001", trail: { distance: "100000" } }),
  trail_active: async (one) => {
    const { message } = await queueOrder(world, one, {
      kind: "trailing-stop",
      qty: "0.001",
      trail: { distance: "1000" },
    });
    return unchanged(one, () => {
      const body = { portfolioId: one.portfolioId, activation: "99000" };
      return callAs(one, amend, { method: "PATCH", params: { id: message.orderId }, body });
    });
  },
  trigger_passed: async (one) => {
    const { message } = await queueOrder(world, one, { ...stop, kind: "stop-limit", price: "100900" });
    const point = { last: parsePrice("101000"), mark: null, qty: null, timeMs: Date.now() + 1, seq: 1 };
    const path = { kind: "points", points: [point] } as const;
    await commandPortfolio(one.portfolioId, { type: "price-moved", symbol: "BTCUSDT", path }, ["BTCUSDT"]);
    return unchanged(one, () => {
      const body = { portfolioId: one.portfolioId, triggerPrice: "102000" };
      return callAs(one, amend, { method: "PATCH", params: { id: message.orderId }, body });
    });
  },
  price_off_tick: order({ ...limit, price: "99500.05" }),
  qty_off_step: order({ qty: "0.0015" }),
  qty_below_min: order({ qty: "0" }),
  // The smallest quantity is worth less than 5 only below 5,000, which the price limit would reject later.
  notional_below_min: order({ ...limit, price: "4000", qty: "0.001" }),
  qty_above_max: order({ qty: "100000" }),
  leverage_below_min: order({ leverage: "0" }),
  leverage_off_step: order({ leverage: "12.345678" }),
  leverage_above_cap: order({ leverage: "500" }),
  leverage_differs: order({ leverage: "20" }, (one) => queueOrder(world, one, limit)),
  wrong_side_activation: order({
    kind: "trailing-stop",
    qty: "0.001",
    trail: { distance: "100", activation: "100100" },
  }),
  stop_beyond_liquidation: order({ leverage: "50", stopLoss: { price: "95000" } }),
  wrong_side_stop: order({ ...stop, side: "sell" }),
  reduce_only_would_open: order({ reduceOnly: true }),
  // Decided by the first book after the acceptance: the order in the response contains the reason.
  post_only_would_match: byFirstBook({ kind: "limit", price: "100500", timeInForce: "post-only" }),
  price_outside_limit: order({ kind: "limit", price: "150000" }),
  too_many_open_orders: order(stop, async (one) => {
    for (let count = 0; count < 10; count += 1) await queueOrder(world, one, stop);
  }),
  insufficient_margin: order({ ...limit, qty: "100" }),
  market_data_stale: order({}, () => world.setMarket("BTCUSDT", 100_000, { ageMs: 6_000 })),
  no_liquidity: byFirstBook({ timeInForce: "FOK", qty: "0.6", leverage: "50" }),
  // Decided after the response: the order contains the reason.
  execution_timeout: async (one) => {
    const before = await snapshotOf(one);
    const { message } = await queueOrder(world, one);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 12_000 });
    try {
      await executeMarketOrder(message);
    } finally {
      vi.useRealTimers();
    }
    expect(await snapshotOf(one)).toMatchObject({ balance: before.balance, freeMargin: before.freeMargin });
    const path = `/x?portfolioId=${one.portfolioId}`;
    const { body } = await callAs<OrdersPage>(one, history, { path });
    const code = body.orders[0]?.reason ?? "";
    return { status: 422, body: { error: { code, message: REJECT_SENTENCES.execution_timeout } } };
  },
  // Two concurrent requests have the same portfolio; the second would discard what the first started.
  epoch_passed: (one) =>
    until(
      async () => {
        const { epoch } = await snapshotOf(one);
        const responses = await Promise.all([restart(one), restart(one)]);
        const done = responses.filter(({ status }) => status === 200);
        expect((await snapshotOf(one)).epoch).toBe(epoch + done.length);
        return responses.find(({ status }) => status !== 200) as ApiResponse;
      },
      (response) => response !== undefined,
    ),
  // Decided on a day that was read before the newest event.
  portfolio_changed: async (one) => {
    const day = beginLimitDay("UTC", { nowMs: Date.now(), balance: parseMoney("10000") });
    const limits = { ...createEmptyLimits("UTC"), tradesPerDay: 1 };
    const command = { type: "set-limits", limits, known: { seq: 0, day } } as const;
    const result = await commandPortfolio(one.portfolioId, command, []);
    if (result.ok) throw new Error("It was accepted.");
    const { code, message } = rejection(result);
    return { status: 422, body: { error: { code, message } } };
  },
  order_not_open: async (one) => {
    const { message } = await queueOrder(world, one, limit);
    await commandPortfolio(one.portfolioId, { type: "cancel", orderId: message.orderId }, []);
    return unchanged(one, () => {
      const body = { portfolioId: one.portfolioId, qty: "0.02" };
      return callAs(one, amend, { method: "PATCH", params: { id: message.orderId }, body });
    });
  },
  no_position: (one) =>
    unchanged(one, () => {
      const body = { portfolioId: one.portfolioId, clientOrderId: "nothing-to-close" };
      return callAs(one, closePosition, { method: "POST", params: { symbol: "BTCUSDT" }, body });
    }),
  position_side_missing: async (one) => {
    await hedge(one);
    await fillOrder(world, one);
    await fillOrder(world, one, { side: "sell" });
    return unchanged(one, () => {
      const body = { portfolioId: one.portfolioId, clientOrderId: "one-of-two-sides" };
      return callAs(one, closePosition, { method: "POST", params: { symbol: "BTCUSDT" }, body });
    });
  },
  position_mode_differs: byCommand(() => ({
    type: "submit",
    order: {
      orderId: "of-a-hedged-symbol",
      symbol: "BTCUSDT",
      side: "buy",
      kind: "market",
      qty: parseQty("0.01"),
      positionMode: "hedge",
    },
  })),
  hedge_no_reverse: async (one) => {
    await hedge(one);
    await fillOrder(world, one);
    return unchanged(one, () => {
      const body = { portfolioId: one.portfolioId, clientOrderId: "no-other-way" };
      return callAs(one, reversePosition, { method: "POST", params: { symbol: "BTCUSDT" }, body });
    });
  },
  mode_not_allowed: async () => modes({ marginMode: "cross" })(await openChallenge()),
  hedge_not_allowed: async () => {
    const rule = { ...RULE, kind: "stop-required", withinMinutes: 5, isSoft: true } as const;
    return modes({ positionMode: "hedge" })(await openChallenge(() => ({ tradingRules: [rule] })));
  },
  mode_with_position: modes({ positionMode: "hedge" }, (one) => fillOrder(world, one)),
  mode_with_orders: modes({ positionMode: "hedge", marginMode: "cross" }, (one) =>
    queueOrder(world, one, limit),
  ),
  margin_not_isolated: async (one) => {
    const { id } = await openPracticePortfolio(one.userId, { name: "Cross", marginMode: "cross" });
    const cross = { ...one, portfolioId: id };
    await fillOrder(world, cross);
    return unchanged(cross, () => margin(cross, "10"));
  },
  margin_below_initial: async (one) => {
    await fillOrder(world, one);
    return unchanged(one, () => margin(one, "-1"));
  },
  challenge_no_reset: async () => {
    const one = await openChallenge();
    return unchanged(one, () => restart(one));
  },
};

async function openChallenge(change: (plan: Plan) => Partial<Plan> = () => ({})): Promise<TestTrader> {
  const one = await world.createTrader();
  const [plan] = PLANS;
  if (plan === undefined) throw new Error("There are no plans.");
  const id = crypto.randomUUID();
  await openPortfolio({
    id,
    userId: one.userId,
    name: "A challenge",
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: Date.now(),
    challenge: { challengeId: id, plan: { ...plan, ...change(plan) }, phase: 1 },
  });
  return { ...one, portfolioId: id };
}

describe("every rejection of the engine has its response and changes nothing", () => {
  it.each(REJECT_REASONS)("%s", async (reason) => {
    const { status, body } = await REJECTIONS[reason](await world.createTrader());
    expect([status, body.error]).toEqual([422, { code: reason, message: REJECT_SENTENCES[reason] }]);
  });
});

describe("a leverage that no symbol can have", () => {
  const setTo = (one: TestTrader, leverage: string) =>
    callAs(one, changePosition, {
      method: "PATCH",
      params: { symbol: "BTCUSDT" },
      body: { portfolioId: one.portfolioId, leverage },
    });

  it.each([
    ["0", "leverage_below_min"],
    ["0.99", "leverage_below_min"],
    ["12.345678", "leverage_off_step"],
    ["5.001", "leverage_off_step"],
  ] as const)("%s is rejected for a flat symbol and for a position", async (leverage, reason) => {
    const one = await world.createTrader();
    for (const hasPosition of [false, true]) {
      if (hasPosition) await fillOrder(world, one);
      const { status, body } = await unchanged(one, () => setTo(one, leverage));
      expect([status, body.error]).toEqual([422, { code: reason, message: REJECT_SENTENCES[reason] }]);
    }
  });

  it("every hundredth from 1 up to the symbol's limit is set", async () => {
    const one = await world.createTrader();
    for (const leverage of ["1", "12.34", "100"]) {
      expect((await setTo(one, leverage)).status).toBe(200);
      expect((await snapshotOf(one)).leverages).toEqual([{ symbol: "BTCUSDT", leverage }]);
    }
  });
});

describe("a figure that is none", () => {
  const FIGURES = [
    "many",
    "1e400",
    "-0",
    "-1",
    "NaN",
    "0x10",
    " 1",
    "1".repeat(60),
    "0.0000000000000000001",
    1,
    null,
  ];
  type Ask = (one: TestTrader, figure: unknown) => Promise<ApiResponse>;
  const place =
    (field: (figure: unknown) => object): Ask =>
    (one, figure) =>
      callAs(one, placeOrder, { method: "POST", body: { ...orderOf(one), ...field(figure) } });
  const params = { id: "an-order-of-mine", symbol: "BTCUSDT" };
  const ASKS: Record<string, Ask> = {
    "an order's quantity": place((qty) => ({ qty })),
    "an order's price": place((price) => ({ kind: "limit", price })),
    "an order's trigger": place((price) => ({ kind: "stop-market", trigger: { price } })),
    "an order's trail": place((distance) => ({ kind: "trailing-stop", trail: { distance } })),
    "an order's stop": place((price) => ({ stopLoss: { price } })),
    "an order's leverage": place((leverage) => ({ leverage })),
    "an amended price": ({ cookie, portfolioId }, price) =>
      callAs({ cookie }, amend, { method: "PATCH", params, body: { portfolioId, price } }),
    "a part to close": ({ cookie, portfolioId }, fraction) => {
      const body = { portfolioId, clientOrderId: "close-a-part", fraction };
      return callAs({ cookie }, closePosition, { method: "POST", params, body });
    },
    "an amended trail": ({ cookie, portfolioId }, trailDistance) =>
      callAs({ cookie }, amend, { method: "PATCH", params, body: { portfolioId, trailDistance } }),
    "a position's leverage": ({ cookie, portfolioId }, leverage) =>
      callAs({ cookie }, changePosition, { method: "PATCH", params, body: { portfolioId, leverage } }),
    "an opening balance": (one, opening) =>
      callAs(one, reset, { method: "POST", params: { id: one.portfolioId }, body: { opening } }),
  };

  it.each(Object.entries(ASKS))("%s is rejected with 400 and changes nothing", async (_, ask) => {
    const one = await world.createTrader();
    for (const figure of FIGURES) {
      const response = await unchanged(one, () => ask(one, figure));
      expect([response.status, response.body.error?.code], String(figure)).toEqual([400, "bad_request"]);
    }
  });
});

describe("a market that is none", () => {
  it.each([
    ["an empty book", { depth: "0" }, "no_liquidity"],
    ["a mark of zero", { mark: 0 }, "market_data_stale"],
    ["a price that expired", { ageMs: 2_500 }, "market_data_stale"],
  ])("%s fills nothing", async (_, market, reason) => {
    const one = await world.createTrader();
    await world.setMarket("BTCUSDT", 100_000, market);
    const response = await unchanged(one, () => place(one));
    expect([response.status, response.body.error?.code]).toEqual([422, reason]);
  });
});
