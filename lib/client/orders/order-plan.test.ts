import { describe, expect, it } from "vitest";
import { FIRST_DRAFT, type OrderDraft } from "@/lib/client/orders/order-draft";
import { planOrder } from "@/lib/client/orders/order-plan";
import type { PlanContext, Problem } from "@/lib/client/orders/plan-context";
import { formatDecimal, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import { decide } from "@/lib/core/engine/decide";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import { buildPosition } from "@/tests/support/portfolio-snapshot";
import { textPattern, translate } from "@/tests/support/text";
import { buildContext, buildInstrument } from "@/tests/support/trading-fixture";

const context = (change: Partial<PlanContext> = {}): PlanContext => ({
  side: "buy",
  instrument: buildInstrument(),
  portfolioId: "p1",
  marginMode: "isolated",
  last: parsePrice("60000"),
  mark: parsePrice("60000"),
  bid: parsePrice("59999.9"),
  ask: parsePrice("60000"),
  equity: parseMoney("10000"),
  freeMargin: parseMoney("10000"),
  book: null,
  position: null,
  orders: [],
  leverageInForce: null,
  headroom: null,
  ...change,
});
const problemText = translate("terminal.problem");
const explain = (problems: readonly Problem[]) =>
  problems.map(({ field, text }) => ({ field, message: text(problemText) }));
const draft = (change: Partial<OrderDraft> = {}): OrderDraft => ({ ...FIRST_DRAFT, ...change });
const text = (value: Parameters<typeof formatDecimal>[0] | null | undefined) =>
  value == null ? null : formatDecimal(value);

describe("planOrder", () => {
  it("sizes by risk: one percent of the equity is lost at the stop, fees included, never more", () => {
    const plan = planOrder(draft(), context());
    expect(plan.problems).toEqual([]);
    expect(text(plan.qty)).toBe("0.15");
    const loss = Number(text(plan.estimate?.lossAtStop));
    expect(loss).toBeLessThanOrEqual(100);
    expect(loss).toBeGreaterThan(99);
    expect(plan.request).toMatchObject({
      side: "buy",
      kind: "market",
      qty: "0.15",
      stopLoss: { price: "59400", by: "last" },
      takeProfit: { price: "61200", by: "last" },
      leverage: "10",
    });
  });

  it("mirrors stop and target for a sell when they are distances", () => {
    const { request } = planOrder(draft(), context({ side: "sell" }));
    expect(request).toMatchObject({
      side: "sell",
      stopLoss: { price: "60599.9" },
      takeProfit: { price: "58799.9" },
    });
  });

  it("says which side a stop price fits", () => {
    const typed = draft({ stopBy: "price", stop: "59000", targetBy: "price", target: "" });
    expect(planOrder(typed, context()).problems).toEqual([]);
    expect(explain(planOrder(typed, context({ side: "sell" })).problems)[0]).toEqual({
      field: "stop",
      message: problemText("stop.sell"),
    });
  });

  it.each([
    ["qty", "0.0015", "size", problemText("size.offStep", { step: "0.001" })],
    ["qty", "", "size", problemText("size.missing")],
    ["qty", "abc", "size", problemText("size.wrong")],
    [
      "quote",
      "1",
      "size",
      problemText("size.smallest", { least: "0.001", coin: "BTC", value: "60.00", quote: "USDT" }),
    ],
    ["qty", "2000", "size", problemText("size.largest", { most: "1000", coin: "BTC" })],
  ] as const)("rejects a size of %s %j at its field", (sizeBy, size, field, message) => {
    const { problems, request } = planOrder(draft({ sizeBy, size }), context());
    expect(explain(problems)).toContainEqual({ field, message });
    expect(request).toBeNull();
  });

  it("sizes by value and by share of the free margin, rounded down", () => {
    expect(text(planOrder(draft({ sizeBy: "quote", size: "1000" }), context()).qty)).toBe("0.016");
    const all = planOrder(draft({ sizeBy: "percent", size: "100" }), context());
    expect(all.problems).toEqual([]);
    expect(Number(text(all.estimate?.margin))).toBeLessThanOrEqual(10_000);
    expect(Number(text(all.estimate?.margin))).toBeGreaterThan(9_975);
  });

  it("leaves a share of the free margin at 100 % for a market fill that is dearer than the form's price", () => {
    const all = draft({ sizeBy: "percent", size: "100", leverage: "50", hasStops: false });
    const plan = planOrder(all, context());
    const dearer = context({ ask: parsePrice("60020") });
    const filled = planOrder({ ...all, sizeBy: "qty", size: text(plan.qty) ?? "" }, dearer);
    expect(filled.problems).toEqual([]);
  });

  it("takes a market order's entry through the levels of the book, and says how much worse it is", () => {
    const asks: [string, string][] = [
      ["60000", "0.1"],
      ["60010", "0.1"],
      ["60030", "5"],
    ];
    const market = draft({ sizeBy: "qty", size: "0.3", hasStops: false });
    const plan = planOrder(market, context({ book: { bids: [], asks } }));
    expect(text(plan.entry)).toMatch(/^60013\.3333/);
    expect(Number(text(plan.fill?.slippage))).toBeCloseTo(13.3333 / 60_000, 7);
    const limit = draft({ ...market, kind: "limit", price: "59000" });
    expect(planOrder(limit, context({ book: { bids: [], asks } })).fill).toBeNull();
  });

  it.each([
    ["buy", "10", 0],
    ["sell", "50", 0],
    ["buy", "100", 9],
    ["sell", "3.5", 9],
  ] as const)(
    "sizes a %s of 100 %% at %sx so that the engine accepts it, %i bps later as well",
    (side, leverage, bps) => {
      const price = (60_000 * (1 + ((side === "buy" ? 1 : -1) * bps) / 10_000)).toFixed(1);
      const later = buildContext({ nowMs: 1_000, price });
      const opened = decide(
        EMPTY_STATE,
        {
          type: "open-portfolio",
          id: "p1",
          kind: "perpetual",
          marginMode: "isolated",
          opening: parseMoney("10000"),
          leverage: parseDecimal("10"),
        },
        later,
      );
      const all = draft({ sizeBy: "percent", size: "100", leverage, hasStops: false });
      const { request, maxQty, qty } = planOrder(all, context({ side }));
      expect(qty).toBe(maxQty);
      const order = {
        orderId: "o1",
        symbol: "BTCUSDT",
        side,
        kind: "market",
        qty: parseQty(request?.qty ?? "0"),
        leverage: parseDecimal(leverage),
      } as const;
      expect(decide(opened.state, { type: "submit", order }, later).ok).toBe(true);
      const more = { ...order, qty: parseQty(String(Number(request?.qty) * 1.05)) };
      expect(decide(opened.state, { type: "submit", order: more }, later).ok).toBe(false);
    },
  );

  it("keeps the largest size within the risk tier of the leverage and the venue's largest order", () => {
    const rich = context({ freeMargin: parseMoney("1000000"), equity: parseMoney("1000000") });
    const all = draft({ sizeBy: "percent", size: "100", leverage: "100", hasStops: false });
    const { qty, problems } = planOrder(all, rich);
    expect(problems).toEqual([]);
    expect(Number(text(qty)) * 60_000).toBeLessThanOrEqual(2_000_000);
    expect(Number(text(qty)) * 60_000).toBeGreaterThan(1_990_000);
    const low = planOrder({ ...all, leverage: "50" }, { ...rich, freeMargin: parseMoney("100000000") });
    expect(Number(text(low.qty)) * 60_000).toBeLessThanOrEqual(9_000_000);
  });

  it("says what the closed part of a flip results in, after all its fees", () => {
    const flip = planOrder(
      draft({ sizeBy: "qty", size: "0.7", hasStops: false }),
      context({ side: "sell", position: buildPosition(), bid: parsePrice("61000") }),
    );
    expect(Number(text(flip.estimate?.closedPnl))).toBeCloseTo(500 - 0.5 * (60_000 + 61_000) * 0.00055, 6);
    expect(planOrder(draft(), context()).estimate?.closedPnl).toBeNull();
  });

  it("says that there is nothing to reduce, also with a position on the same side", () => {
    const reduce = draft({ sizeBy: "qty", size: "0.1", isReduceOnly: true });
    const nothing = { field: "form", message: problemText("size.nothingToReduce") };
    expect(explain(planOrder(reduce, context()).problems)).toEqual([nothing]);
    const held = context({ position: buildPosition() });
    expect(explain(planOrder(reduce, held).problems)).toEqual([nothing]);
    expect(planOrder(reduce, { ...held, side: "sell" }).problems).toEqual([]);
  });

  it("charges a limit order the maker fee while it waits in the book, else the taker fee", () => {
    const fee = (price: string, change: Partial<OrderDraft> = {}) => {
      const limit = draft({ kind: "limit", price, sizeBy: "qty", size: "1", hasStops: false, ...change });
      return text(planOrder(limit, context()).estimate?.feeIn);
    };
    expect(fee("59000")).toBe("11.8");
    expect(fee("60000")).toBe("33");
    expect(fee("59000", { timeInForce: "IOC" })).toBe("32.45");
  });

  it("asks for a stop before it sizes by risk", () => {
    const { problems } = planOrder(draft({ stop: "" }), context());
    expect(explain(problems)).toEqual([{ field: "stop", message: problemText("risk.noStop") }]);
  });

  it("says how much leverage a risk needs, and rejects a stop beyond the liquidation", () => {
    const tight = planOrder(draft({ stop: "0.1", leverage: "2" }), context());
    expect(explain(tight.problems)[0]).toEqual({
      field: "leverage",
      message: expect.stringMatching(textPattern("terminal.problem.risk.moreLeverage")),
    });
    const extreme = planOrder(draft({ stop: "0.1", risk: "50", leverage: "2" }), context());
    expect(explain(extreme.problems)[0]?.message).toBe(problemText("risk.noLeverage"));
    const far = planOrder(draft({ sizeBy: "qty", size: "0.01", stop: "20", leverage: "10" }), context());
    expect(far.problems[0]).toMatchObject({ field: "stop" });
  });

  it("wants prices on the tick, and sends what each kind needs", () => {
    const limit = draft({ kind: "limit", price: "59000.05", sizeBy: "qty", size: "0.01" });
    expect(planOrder(limit, context()).problems[0]).toMatchObject({ field: "price" });
    expect(
      planOrder(draft({ ...limit, price: "59000", timeInForce: "post-only" }), context()).request,
    ).toMatchObject({ kind: "limit", price: "59000", timeInForce: "post-only" });
    const stop = draft({
      kind: "stop",
      trigger: "61000",
      sizeBy: "qty",
      size: "0.01",
      hasLimit: true,
      price: "61010",
    });
    expect(planOrder(stop, context()).request).toMatchObject({
      kind: "stop-limit",
      trigger: { price: "61000", by: "last" },
      price: "61010",
    });
    const trailing = draft({ kind: "trailing", trail: "0.5", sizeBy: "qty", size: "0.01", hasStops: false });
    expect(planOrder(trailing, context()).request).toMatchObject({
      kind: "trailing-stop",
      trail: { distance: "300" },
    });
  });

  it("needs no margin for what only closes, and tells closing from opening", () => {
    const { estimate } = planOrder(
      draft({ sizeBy: "qty", size: "0.7", hasStops: false }),
      context({ side: "sell", position: buildPosition(), freeMargin: parseMoney("1500") }),
    );
    expect(text(estimate?.closes)).toBe("0.5");
    expect(text(estimate?.opens)).toBe("0.2");
    const reduce = planOrder(
      draft({ sizeBy: "percent", size: "50", isReduceOnly: true }),
      context({ side: "sell", position: buildPosition(), freeMargin: parseMoney("0") }),
    );
    expect(reduce.problems).toEqual([]);
    expect(reduce.request).toMatchObject({ qty: "0.25", reduceOnly: true });
    expect(reduce.request).not.toHaveProperty("stopLoss");
  });

  it.each([
    ["60,100.0", "60100"],
    ["60100.", "60100"],
  ])("takes a price as %j", (price, wanted) => {
    const typed = draft({
      kind: "limit",
      price,
      sizeBy: "qty",
      size: ".5",
      leverage: "12.5",
      hasStops: false,
    });
    expect(planOrder(typed, context()).request).toMatchObject({
      price: wanted,
      qty: "0.5",
      leverage: "12.5",
    });
  });

  it.each([
    ["size", { size: "0,5" }, problemText("decimalComma", { hint: "0.5" })],
    ["price", { price: "60.100,0" }, problemText("decimalComma", { hint: "60100" })],
    ["leverage", { leverage: "12,5" }, problemText("decimalComma", { hint: "12.5" })],
    ["leverage", { leverage: "0.5" }, problemText("leverage.wrong")],
    ["leverage", { leverage: "0" }, problemText("leverage.wrong")],
    ["leverage", { leverage: "-3" }, problemText("leverage.wrong")],
    ["leverage", { leverage: "12.345678" }, problemText("leverage.offStep", { step: "0.01" })],
    ["risk", { sizeBy: "risk", risk: "0,5", hasStops: true }, problemText("decimalComma", { hint: "0.5" })],
    ["stop", { hasStops: true, stop: "1,5" }, problemText("decimalComma", { hint: "1.5" })],
    ["trail", { kind: "trailing", trail: "0,5" }, problemText("decimalComma", { hint: "0.5" })],
    ["trail", { kind: "trailing", trail: "100" }, problemText("trail.tooLarge")],
    ["activation", { kind: "trailing", activation: "61000" }, problemText("activation.buy")],
  ] as const)("says at %s what is wrong with %o, and sends nothing", (field, change, message) => {
    const typed = draft({
      kind: "limit",
      price: "60000",
      sizeBy: "qty",
      size: "0.5",
      hasStops: false,
      ...change,
    });
    const { problems, request } = planOrder(typed, context());
    expect(explain(problems)).toContainEqual({ field, message });
    expect(request).toBeNull();
  });

  it("plans with the leverage in force, whatever the form remembers", () => {
    const exposure = context({
      position: buildPosition({ leverage: "5" }),
      leverageInForce: parseDecimal("5"),
    });
    const { request, estimate } = planOrder(draft({ sizeBy: "qty", size: "0.1", leverage: "40" }), exposure);
    expect(request).toMatchObject({ leverage: "5" });
    expect(text(estimate?.leverage)).toBe("5");
  });

  it("shows the position that an add leaves: average entry, margin, liquidation, its own stop", () => {
    const position = buildPosition({ stopLoss: { price: "58000", by: "last" }, extraMargin: "100" });
    const exposure = context({ position, leverageInForce: parseDecimal("10"), ask: parsePrice("62000") });
    const { estimate, problems } = planOrder(draft({ sizeBy: "qty", size: "0.5" }), exposure);
    expect(problems).toEqual([]);
    const { after } = estimate ?? {};
    expect(text(after?.qty)).toBe("1");
    expect(text(after?.entry)).toBe("61000");
    expect(text(after?.stop)).toBe("58000");
    expect(Number(text(after?.margin))).toBeCloseTo(6_100 + 61_000 * 0.9 * 0.00055 + 100, 6);
    expect(Number(text(after?.liquidationPrice))).toBeCloseTo(
      (61_000 * 0.9 - 100 / (1 - 0.00055)) / 0.995,
      6,
    );
    const half = planOrder(draft({ sizeBy: "qty", size: "0.2", hasStops: false }), {
      ...exposure,
      side: "sell",
    });
    expect(text(half.estimate?.after?.qty)).toBe("0.3");
    expect(text(half.estimate?.after?.extraMargin)).toBe("60");
    const all = planOrder(draft({ sizeBy: "qty", size: "0.5", hasStops: false }), {
      ...exposure,
      side: "sell",
    });
    expect(all.estimate?.after).toBeNull();
  });

  it("says when an add would leave the position's stop beyond its liquidation price", () => {
    const position = buildPosition({ stopLoss: { price: "54500", by: "last" } });
    const exposure = context({ position, leverageInForce: parseDecimal("10"), ask: parsePrice("64000") });
    const { problems } = planOrder(draft({ sizeBy: "qty", size: "0.5", hasStops: false }), exposure);
    expect(problems).toMatchObject([{ field: "form" }]);
  });

  it("needs for a flip the dearer side alone, as the engine does", () => {
    const exposure = context({
      side: "sell",
      position: buildPosition({ margin: "3014.85" }),
      leverageInForce: parseDecimal("10"),
      freeMargin: parseMoney("100"),
    });
    const flip = planOrder(draft({ sizeBy: "qty", size: "1", hasStops: false }), exposure);
    expect(flip.problems).toEqual([]);
    expect(Number(text(flip.estimate?.addedMargin))).toBeLessThan(50);
    const more = planOrder(draft({ sizeBy: "qty", size: "1.1", hasStops: false }), exposure);
    expect(more.problems).toMatchObject([{ field: "size" }]);
  });

  it("sizes a flip with the margin that its close frees, by risk and by share", () => {
    const exposure = context({
      side: "sell",
      position: buildPosition({ margin: "3014.85" }),
      leverageInForce: parseDecimal("10"),
      freeMargin: parseMoney("100"),
    });
    const byRisk = planOrder(draft(), exposure);
    expect(byRisk.problems).toEqual([]);
    expect(text(byRisk.estimate?.closes)).toBe("0.5");
    expect(text(byRisk.qty)).toBe("0.65");
    expect(Number(text(byRisk.estimate?.lossAtStop))).toBeLessThanOrEqual(100);
    expect(Number(text(byRisk.estimate?.lossAtStop))).toBeGreaterThan(99);
    const byShare = planOrder(draft({ sizeBy: "percent", size: "100", hasStops: false }), exposure);
    expect(byShare.problems).toEqual([]);
    expect(text(byShare.estimate?.closes)).toBe("0.5");
    const added = Number(text(byShare.estimate?.addedMargin));
    expect(added).toBeLessThanOrEqual(100);
    expect(added).toBeGreaterThan(90);
  });

  it("lets an order close a position while the free margin is below zero", () => {
    const exposure = context({
      side: "sell",
      position: buildPosition({ margin: "3014.85" }),
      leverageInForce: parseDecimal("10"),
      freeMargin: parseMoney("-40"),
    });
    const close = planOrder(draft({ sizeBy: "qty", size: "0.5", hasStops: false }), exposure);
    expect(close.problems).toEqual([]);
  });

  it("shows what a challenge would have left after the stop", () => {
    const headroom = { today: parseMoney("400"), overall: parseMoney("900") };
    const { estimate } = planOrder(draft(), context({ headroom }));
    expect(Number(text(estimate?.headroomAfterStop?.today))).toBeCloseTo(300, -1);
  });
});
