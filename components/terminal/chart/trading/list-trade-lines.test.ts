import { describe, expect, it } from "vitest";
import { formatMove } from "@/components/terminal/chart/trading/format-move";
import { type LinePrices, listTradeLines } from "@/components/terminal/chart/trading/list-trade-lines";
import { buildOrder, buildPosition, buildSnapshot } from "@/tests/support/portfolio-snapshot";
import { translate } from "@/tests/support/text";

const t = translate("chart.line");
const at = (
  liquidation: string | null,
  { breakEven = null, trails = new Map() }: { breakEven?: string | null; trails?: LinePrices["trails"] } = {},
): LinePrices => ({
  symbol: "BTCUSDT",
  bySide: { long: { liquidation, breakEven }, short: { liquidation: "70000", breakEven: null } },
  trails,
});
const position = buildPosition({
  stopLoss: { price: "59000", by: "last" },
  takeProfit: { price: "62000", by: "mark" },
});

describe("listTradeLines", () => {
  it("draws a position's entry, liquidation, stop and target, and moves only the last two", () => {
    const lines = listTradeLines(buildSnapshot({ positions: [position] }), at("54271.35"), t);
    expect(lines.map(({ id, price, move }) => [id, price, move !== null])).toEqual([
      ["entry", "60000", false],
      ["liquidation", "54271.35", false],
      ["stop", "59000", true],
      ["target", "62000", true],
    ]);
  });

  it("draws both positions of a hedged symbol, each with its own prices", () => {
    const short = buildPosition({
      side: "short",
      entryPrice: "61000",
      stopLoss: { price: "63000", by: "last" },
    });
    const lines = listTradeLines(buildSnapshot({ positions: [position, short] }), at("54271.35"), t);
    expect(lines.map(({ id, price }) => [id, price]).slice(4)).toEqual([
      ["entry short", "61000"],
      ["liquidation short", "70000"],
      ["stop short", "63000"],
    ]);
  });

  it("draws trigger and price of an order, and nothing of other symbols", () => {
    const orders = [
      buildOrder({ id: "a", kind: "stop-limit", trigger: { price: "61000", by: "last" }, price: "61010" }),
      buildOrder({ id: "b", kind: "market", status: "QUEUED", price: "60100" }),
      buildOrder({ id: "c", symbol: "ETHUSDT" }),
    ];
    const lines = listTradeLines(buildSnapshot({ orders }), at(null), t);
    expect(lines.map(({ id, price }) => [id, price])).toEqual([
      ["a trigger", "61000"],
      ["a price", "61010"],
    ]);
  });

  it("draws break-even, and a trailing stop where it triggers now, which can be ended but not moved", () => {
    const trail = { distance: "500", activation: null, extreme: "61000" };
    const orders = [buildOrder({ id: "a", kind: "trailing-stop", price: null, trigger: null, trail })];
    const prices = at(null, { breakEven: "60066", trails: new Map([["a", "60500"]]) });
    const lines = listTradeLines(buildSnapshot({ positions: [position], orders }), prices, t);
    expect(lines.map(({ id, price, move, end }) => [id, price, move !== null, end?.kind])).toEqual([
      ["entry", "60000", false, "position"],
      ["even", "60066", false, undefined],
      ["stop", "59000", true, "stopLoss"],
      ["target", "62000", true, "takeProfit"],
      ["a trail", "60500", false, "order"],
    ]);
  });

  it("draws a triggered order by its price alone", () => {
    const orders = [
      buildOrder({
        id: "a",
        kind: "stop-limit",
        status: "TRIGGERED",
        trigger: { price: "61000", by: "last" },
        price: "61010",
      }),
    ];
    expect(listTradeLines(buildSnapshot({ orders }), at(null), t).map(({ id }) => id)).toEqual(["a price"]);
  });
});

describe("formatMove", () => {
  it("says what the stop would cost where it is dragged to", () => {
    const stop = listTradeLines(buildSnapshot({ positions: [position] }), at("54271.35"), t).find(
      ({ id }) => id === "stop",
    );
    expect(stop && formatMove(stop, 59_800)).toBe("−100.00 USDT");
    expect(stop && formatMove(stop, 60_100)).toBe("+50.00 USDT");
  });
});
