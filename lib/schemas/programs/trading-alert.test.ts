import { describe, expect, it } from "vitest";
import { ALERT_MESSAGES, readTradingAlert } from "@/lib/schemas/programs/trading-alert";

const AT = "2026-11-28T12:00:00Z";
const read = (message: object) => readTradingAlert(JSON.stringify(message));
const fill = (template: string, values: Record<string, string>) =>
  template.replace(/\{\{([\w.]+)\}\}/g, (_whole, name: string) => values[name] ?? "");

describe("the message of an alert", () => {
  it.each([
    [{ action: "buy", ticker: "BTCUSDT", quantity: "0.01" }, "buy"],
    [{ action: "SELL", ticker: "BYBIT:BTCUSDT.P", quantity: 0.01 }, "sell"],
    [{ side: "long", symbol: "BTCUSDT.P", qty: "0.01" }, "buy"],
    [{ order_action: "short", ticker: "btcusdt", contracts: "0.01", close: "61000" }, "sell"],
  ])("%j", (message, action) => {
    expect(read(message)).toMatchObject({ action, symbol: "BTCUSDT", quantity: "0.01", atMs: null });
  });

  it("of a strategy buys or sells, and closes once the strategy is flat", () => {
    const values = {
      ticker: "BTCUSDT.P",
      timenow: AT,
      "strategy.order.action": "sell",
      "strategy.order.contracts": "0.25",
      "strategy.market_position": "short",
    };
    const short = readTradingAlert(fill(ALERT_MESSAGES.strategy, values));
    expect(short).toMatchObject({
      action: "sell",
      symbol: "BTCUSDT",
      quantity: "0.25",
      atMs: Date.parse(AT),
    });
    const flat = fill(ALERT_MESSAGES.strategy, { ...values, "strategy.market_position": "flat" });
    expect(readTradingAlert(flat)).toEqual({ action: "close", symbol: "BTCUSDT", atMs: Date.parse(AT) });
  });

  it("has prices of our own, and ignores a `price` that templates send for information", () => {
    const order = {
      action: "buy",
      ticker: "BTCUSDT",
      quantity: "1",
      limitPrice: 99.5,
      stopLoss: "90",
      price: "1",
    };
    expect(read(order)).toMatchObject({ limitPrice: "99.5", stopLoss: "90", takeProfit: null });
    expect(read({ ...order, time: "1795867200000" }).atMs).toBe(1_795_867_200_000);
  });

  it.each([
    ["text", "buy now"],
    ["a list", "[]"],
    ["no action", '{"ticker":"BTCUSDT","quantity":"1"}'],
    ["an unknown action", '{"action":"hodl","ticker":"BTCUSDT","quantity":"1"}'],
    ["no quantity", '{"action":"buy","ticker":"BTCUSDT"}'],
    [
      "a placeholder that was not filled in",
      '{"action":"buy","ticker":"BTCUSDT","quantity":"{{contracts}}"}',
    ],
    ["a quantity of zero", '{"action":"buy","ticker":"BTCUSDT","quantity":0}'],
    ["no ticker", '{"action":"close"}'],
  ])("rejects %s", (_what, text) => {
    expect(() => readTradingAlert(text)).toThrow();
  });
});
