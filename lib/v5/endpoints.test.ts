import { expect, it } from "vitest";
import { ORDER_TOOLS } from "@/lib/mcp/order-tools";
import { ENDPOINTS } from "@/lib/v5/endpoints";

const AMEND = { category: "linear", symbol: "BTCUSDT", orderId: "an-order" };
const CREATE = { category: "linear", symbol: "BTCUSDT", side: "Sell", orderType: "Market", qty: "1" };

/** The allowance that a call with this input counts for. */
function limitOf(path: string, input: object = {}): string | undefined {
  const endpoint = ENDPOINTS[`POST ${path}`];
  if (endpoint === undefined) throw new Error(`There is no ${path}.`);
  const { limit, schema } = endpoint;
  return typeof limit === "function" ? limit(schema.parse(input) as never) : limit;
}

const EXITS: [path: string, input?: object][] = [
  ["/v5/order/cancel"],
  ["/v5/order/cancel-all"],
  ["/v5/order/cancel-batch"],
  ["/v5/position/trading-stop"],
  ["/v5/order/create", { ...CREATE, reduceOnly: true }],
  ["/v5/order/create", { ...CREATE, closeOnTrigger: true }],
  ["/v5/order/amend", { ...AMEND, triggerPrice: "90000" }],
  ["/v5/position/add-margin", { category: "linear", symbol: "BTCUSDT", margin: "10" }],
];
it.each(EXITS)("K10: %s %j has an allowance that no other order uses up", (path, input = {}) => {
  expect(limitOf(path, input)).toBe("exit");
});

const OTHERS: [path: string, input?: object][] = [
  ["/v5/order/create", CREATE],
  ["/v5/order/create", { ...CREATE, reduceOnly: false }],
  ["/v5/order/amend", { ...AMEND, price: "90000" }],
  ["/v5/order/amend", { ...AMEND, triggerPrice: "90000", qty: "2" }],
  ["/v5/position/add-margin", { category: "linear", symbol: "BTCUSDT", margin: "-10" }],
  ["/v5/order/create-batch"],
  ["/v5/position/set-leverage"],
];
it.each(OTHERS)("%s %j counts as an order", (path, input = {}) => {
  expect(limitOf(path, input)).toBe("order");
});

const TOOLS: [name: string, input: object, limit: string][] = [
  ["place_order", {}, "order"],
  ["place_order", { reduceOnly: true }, "exit"],
  ["amend_order", { price: "90000" }, "order"],
  ["amend_order", { triggerPrice: "90000" }, "exit"],
  ["cancel_order", {}, "exit"],
];
it.each(TOOLS)("K10: %s of an assistant with %j has the same allowance", (of, input, expected) => {
  const limit = ORDER_TOOLS.find(({ name }) => name === of)?.limit;
  expect(typeof limit === "function" ? limit(input as never) : limit).toBe(expected);
});
