import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseVenueMessage } from "@/lib/market/venue/parse-venue-message";

const parse = (value: unknown) => parseVenueMessage(JSON.stringify(value));

describe("parseVenueMessage", () => {
  it("reads a one-sided ticker delta and leaves absent fields absent", () => {
    const data = { symbol: "BTCUSDT", bid1Price: "79114.50", bid1Size: "1.496" };
    expect(
      parse({ topic: "tickers.BTCUSDT", type: "delta", data, cs: 793092205004, ts: 1787590405983 }),
    ).toEqual({
      kind: "ticker",
      symbol: "BTCUSDT",
      snapshot: false,
      sequence: 793092205004,
      timeMs: 1787590405983,
      fields: { bid1Price: "79114.50", bid1Size: "1.496" },
    });
  });

  it("does not depend on key order", () => {
    const data = { u: 7, a: [["84017.6", "2.725"]], s: "BTCUSDT", b: [] };
    expect(parse({ cts: 5, ts: 9, data, type: "snapshot", topic: "orderbook.50.BTCUSDT" })).toEqual({
      kind: "book",
      symbol: "BTCUSDT",
      snapshot: true,
      updateId: 7,
      timeMs: 5,
      bids: [],
      asks: [["84017.6", "2.725"]],
    });
  });

  it("reads trades, a candle, and the three kinds of response", () => {
    const trade = { T: 3, s: "BTCUSDT", S: "Sell", v: "0.001", p: "69916.80", i: "a-b", BT: false };
    expect(parse({ topic: "publicTrade.BTCUSDT", type: "snapshot", ts: 4, data: [trade] })).toMatchObject({
      kind: "trades",
      trades: [{ id: "a-b", side: "Sell", price: "69916.80", qty: "0.001", timeMs: 3 }],
    });
    const candle = {
      start: 60_000,
      open: "1",
      close: "2",
      high: "3",
      low: "0.5",
      volume: "0",
      confirm: false,
    };
    expect(parse({ topic: "kline.1.BTCUSDT", type: "snapshot", ts: 4, data: [candle] })).toMatchObject({
      kind: "kline",
      candle: [60_000, "1", "3", "0.5", "2", "0"],
    });
    expect(parse({ success: true, ret_msg: "pong", conn_id: "x", req_id: "", op: "ping" })).toEqual({
      kind: "pong",
    });
    expect(parse({ success: true, ret_msg: "", req_id: "BTCUSDT", op: "subscribe" })).toEqual({
      kind: "accepted",
      requestId: "BTCUSDT",
    });
    const reason = "error:handler not found,topic:tickers.XUSDT";
    expect(parse({ success: false, ret_msg: reason, req_id: "XUSDT", op: "subscribe" })).toEqual({
      kind: "rejected",
      requestId: "XUSDT",
      reason,
    });
  });

  it.each(["0", "-1", "NaN", "1e18", "Infinity", "", "0x10", " 1", "1,5", null, 5])(
    "rejects a book whose price is %j",
    (price) => {
      const data = { s: "BTCUSDT", b: [[price, "1"]], a: [], u: 1 };
      expect(parse({ topic: "orderbook.50.BTCUSDT", type: "snapshot", ts: 1, data })).toEqual({
        kind: "bad",
        reason: "bad_number",
      });
    },
  );

  it.each(["NaN", "1e18", "0x10", "abc"])("rejects a ticker whose last price is %j", (lastPrice) => {
    const data = { symbol: "BTCUSDT", lastPrice };
    expect(parse({ topic: "tickers.BTCUSDT", type: "delta", ts: 1, data })).toMatchObject({ kind: "bad" });
  });

  it("answers any text and any JSON without throwing", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseVenueMessage(text).kind === "string"));
    fc.assert(fc.property(fc.json(), (text) => typeof parseVenueMessage(text).kind === "string"));
    const topics = fc.constantFrom("tickers.A", "orderbook.50.A", "publicTrade.A", "kline.1.A", "x");
    const message = fc.record({ topic: topics, type: fc.string(), ts: fc.integer(), data: fc.jsonValue() });
    fc.assert(fc.property(message, (value) => typeof parse(value).kind === "string"));
  });
});
