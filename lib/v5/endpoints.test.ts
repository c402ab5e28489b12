import { expect, it } from "vitest";
import { ORDER_TOOLS } from "@/lib/mcp/order-tools";
import { ENDPOINTS } from "@/lib/v5/endpoints";

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
];
it.each(EXITS)("K10: %s %j has an allowance that no other order uses up", (path, input = {}) => {
  expect(limitOf(path, input)).toBe("exit");
});

const OTHERS: [path: string, input?: object][] = [
  ["/v5/order/create", CREATE],
  ["/v5/order/create", { ...CREATE, reduceOnly: false }],
  ["/v5/order/amend"],
  ["/v5/order/create-batch"],
  ["/v5/position/set-leverage"],
];
it.each(OTHERS)("%s %j counts as an order", (path, input = {}) => {
  expect(limitOf(path, input)).toBe("order");
});

it("K10: an assistant's cancellation has the same allowance", () => {
  const limits = ORDER_TOOLS.map(({ name, limit }) => [name, limit]);
  expect(limits).toEqual([
    ["place_order", undefined],
    ["amend_order", undefined],
    ["cancel_order", "exit"],
  ]);
});
