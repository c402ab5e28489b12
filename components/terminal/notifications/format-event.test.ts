import { describe, expect, it } from "vitest";
import { formatEvent as formatWith } from "@/components/terminal/notifications/format-event";
import { calculateSlippageBps } from "@/lib/schemas/trading/calculate-slippage-bps";
import type { FillDto, PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";
import { buildOrder } from "@/tests/support/portfolio-snapshot";
import { translate } from "@/tests/support/text";

const t = translate("terminal");
const tRule = translate("common.rule");
const tPhase = translate("common.phase");
const formatEvent = (event: PortfolioEventDto) => formatWith(event, { t, tRule, tPhase, digitsOf: () => 2 });

const at = "2026-01-01T00:00:00.000Z";
const fill: FillDto = {
  positionSide: "long",
  orderId: "o1",
  symbol: "BTCUSDT",
  side: "buy",
  qty: "0.15",
  price: "60006",
  fee: "4.95",
  realised: "0",
  liquidity: "taker",
  purpose: "manual",
  midPrice: "60000",
  mark: "60000",
  tickTimeMs: 0,
  tickSeq: 1,
  levels: [],
  rules: "bybit-2026-08",
  at,
  latencyMs: 120,
};

describe("calculateSlippageBps", () => {
  it("counts against the trader on both sides, and is unknown without a book", () => {
    expect(calculateSlippageBps(fill)).toBeCloseTo(1);
    expect(calculateSlippageBps({ ...fill, side: "sell", price: "59994" })).toBeCloseTo(1);
    expect(calculateSlippageBps({ ...fill, price: "59994" })).toBeCloseTo(-1);
    expect(calculateSlippageBps({ ...fill, midPrice: null })).toBeNull();
  });
});

describe("formatEvent", () => {
  it("tells a fill with price, slippage, fee and latency", () => {
    expect(formatEvent({ seq: 1, at, type: "order-filled", fill, status: "FILLED" })).toEqual({
      tone: "good",
      title: t("event.fill.manual", {
        side: "buy",
        qty: "0.15",
        symbol: "BTCUSDT",
        price: "60,006.00",
      }),
      detail: [
        t("event.slippage", { value: "1.00" }),
        t("event.fee", { amount: "4.95" }),
        t("event.latency", { ms: "120" }),
      ].join(" · "),
      isLoud: true,
      link: null,
    });
  });

  it("tells what the rules of a challenge decided, and where to read on", () => {
    const ruling = { rule: "Daily loss", floor: "9500", equity: "9499.5" };
    expect(formatEvent({ seq: 1, at, type: "challenge-breached", ...ruling })).toMatchObject({
      tone: "bad",
      title: t("event.breached", { rule: "Daily loss" }),
      detail: t("event.limit", { equity: "9,499.50", floor: "9,500.00" }),
      isLoud: true,
    });
    const passed = {
      seq: 1,
      at,
      type: "phase-passed",
      challengeId: "c",
      phase: 1,
      balance: "10800",
    } as const;
    expect(formatEvent({ ...passed, isLast: false })).toMatchObject({
      title: t("event.phasePassed", { phase: "1" }),
      detail: t("event.nextPhase"),
      link: { path: "/challenges/c" },
    });
    expect(formatEvent({ ...passed, isLast: true })).toMatchObject({
      title: t("event.passed"),
      link: { label: t("event.linkCertificate") },
    });
    const began = {
      type: "challenge-started",
      challengeId: "c",
      planName: "Classic",
      phaseName: "Phase 2",
    } as const;
    expect(formatEvent({ seq: 1, at, ...began }).title).toBe(
      t("event.challengeStarted", { plan: "Classic", phase: "Phase 2" }),
    );
    expect(formatEvent({ seq: 1, at, type: "day-rolled", equity: "10100" }).isLoud).toBe(true);
  });

  it("names what filled it, and says when it was only a part", () => {
    const stopped = { ...fill, side: "sell" as const, purpose: "stop" as const };
    const words = formatEvent({
      seq: 1,
      at,
      type: "order-filled",
      fill: stopped,
      status: "PARTIALLY_FILLED",
    });
    const sold = { side: "sell", qty: "0.15", symbol: "BTCUSDT", price: "60,006.00" };
    expect(words.title).toBe(t("event.partial", { fill: t("event.fill.stop", sold) }));
  });

  it("says why an order was rejected", () => {
    const words = formatEvent({
      seq: 1,
      at,
      type: "order-rejected",
      orderId: "o1",
      symbol: "BTCUSDT",
      order: null,
      reason: "no_liquidity",
      message: "The order book has nothing to fill this order with.",
    });
    expect(words).toMatchObject({ tone: "bad", detail: t("reason.no_liquidity") });
  });

  it("names the order that was amended with its new terms, and what was set on a position", () => {
    const order = { symbol: "BTCUSDT", side: "sell", kind: "limit", qty: "1.5", price: "60100" } as const;
    const amended = { seq: 1, at, orderId: "o1", symbol: "BTCUSDT", order: { ...order, trigger: null } };
    const terms = t("order.atPrice", {
      side: "sell",
      qty: "1.5",
      symbol: "BTCUSDT",
      kind: t("kind.limit"),
      price: "60,100.00",
    });
    expect(formatEvent({ ...amended, type: "order-amended" }).title).toBe(
      t("event.amended", { order: terms }),
    );
    expect(
      formatEvent({
        seq: 2,
        at,
        type: "position-stops-set",
        symbol: "BTCUSDT",
        stopLoss: { price: "59000", by: "last" },
        takeProfit: null,
      }).detail,
    ).toBe(`${t("positionNote.stop", { price: "59,000.00" })} · ${t("positionNote.noTarget")}`);
  });

  it("is quiet about orders that the system makes", () => {
    expect(formatEvent({ seq: 1, at, type: "order-accepted", order: buildOrder() }).isLoud).toBe(true);
    const system = buildOrder({ purpose: "liquidation" });
    expect(formatEvent({ seq: 1, at, type: "order-accepted", order: system }).isLoud).toBe(false);
  });

  it("writes losses with a minus and colours them as such", () => {
    const words = formatEvent({
      seq: 1,
      at,
      type: "round-trip-closed",
      symbol: "BTCUSDT",
      side: "long",
      net: "-99.5",
      purpose: "stop",
      journalId: null,
    });
    expect(words).toMatchObject({
      tone: "bad",
      title: t("event.closed", { symbol: "BTCUSDT", side: "long", net: "−99.50" }),
    });
  });

  it("shows the price of a symbol whose digits are unknown with seven significant digits", () => {
    const event = { seq: 1, at, type: "order-filled", status: "FILLED" } as const;
    const text = formatWith(
      { ...event, fill: { ...fill, price: "51361.42441930" } },
      { t, tRule, tPhase, digitsOf: () => null },
    );
    expect(text.title).toContain("51,361.42");
  });
});
