import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { GET as readPortfolio } from "@/app/api/portfolio/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import {
  callAs,
  orderOf,
  positionIn,
  priceOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/dev/testing/start-trading";
import type { PortfolioSnapshot, TradingAnswer } from "@/lib/schemas/trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

let world: TradingWorld;
let trader: TestTrader;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], routes: { "/api/queue/execute": execute } });
  world.lead();
  await until(
    () => priceOf("BTCUSDT"),
    (price) => price.last > 0n,
  );
  trader = await world.createTrader();
});
afterAll(() => world.close());

const snapshot = async (of = trader) =>
  (await callAs<PortfolioSnapshot>(of, readPortfolio, { path: `/api/portfolio?id=${of.portfolioId}` })).body;

describe("a market order", () => {
  it("is accepted, filled from the book, and answered the same when it is sent again", async () => {
    const body = orderOf(trader);
    const first = await callAs<TradingAnswer>(trader, placeOrder, { method: "POST", body });
    expect(first.status, JSON.stringify(first.body)).toBe(202);
    expect(first.body.order).toMatchObject({ id: body.clientOrderId, status: "QUEUED", qty: "0.01" });
    const filled = await until(snapshot, (portfolio) => positionIn(portfolio) !== undefined);
    expect(positionIn(filled)).toMatchObject({ side: "long", qty: "0.01" });
    const again = await callAs<TradingAnswer>(trader, placeOrder, { method: "POST", body });
    expect(again.status).toBe(202);
    expect(again.body.order).toMatchObject({ id: body.clientOrderId, status: "FILLED" });
    expect(positionIn(again.body.portfolio)).toMatchObject({ qty: "0.01" });
  });
});
