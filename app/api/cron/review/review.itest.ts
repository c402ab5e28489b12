import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { GET as runReview } from "@/app/api/cron/review/route";
import { POST as placeOrder } from "@/app/api/orders/route";
import { getDb } from "@/lib/db/client";
import { savePriceRanges } from "@/lib/db/market/price-ranges";
import { signShownPrices } from "@/lib/market/stream/tick-proof";
import { formatShownPrices, formatTickProof } from "@/lib/stream/tick-proof-text";
import {
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
} from "@/tests/support/start-trading";

const afterResponse = vi.hoisted(() => [] as (() => Promise<void>)[]);
vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => afterResponse.push(work) }));

const SECOND = 1_000;
const HOUR = 3_600_000;
let world: TradingWorld;
beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  await world.setMarket("BTCUSDT", 50_000);
});
afterAll(() => world.close());

async function review(): Promise<Record<string, number>> {
  const headers = { authorization: `Bearer ${process.env.CRON_SECRET}` };
  const response = await runReview(new Request("http://localhost:3000/api/cron/review", { headers }));
  expect(response.status).toBe(200);
  return response.json();
}

const itemsOf = (trader: TestTrader, kind: string) =>
  getDb().reviewItem.findMany({ where: { userId: trader.userId, kind }, orderBy: { createdAt: "asc" } });

let seq = 1_000;
/** A filled order as the command handler would have stored it. */
function pastOrder(trader: TestTrader, atMs: number, changes: { side?: string } = {}) {
  seq += 1;
  return {
    portfolioId: trader.portfolioId,
    clientOrderId: `past-${seq}`,
    epoch: 1,
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    status: "FILLED",
    qty: "0.01",
    filled: "0.01",
    filledValue: "500",
    fees: "0.1",
    timeInForce: "IOC",
    reduceOnly: false,
    purpose: "manual",
    queueAhead: "0",
    acceptedAt: new Date(atMs),
    acceptedSeq: seq,
    endedAt: new Date(atMs),
    ...changes,
  };
}

const keep = (orders: ReturnType<typeof pastOrder>[]) => getDb().order.createMany({ data: orders });

describe("impossible reaction times", () => {
  const keepAges = (trader: TestTrader, ages: number[]) =>
    getDb().orderLatency.createMany({
      data: ages.map((ageMs, index) => ({
        portfolioId: trader.portfolioId,
        clientOrderId: `aged-${index}`,
        ageMs,
        at: new Date(Date.now() - index * SECOND),
      })),
    });

  it("keep the verified age of the tick that an order was decided on, once", async () => {
    const trader = await world.createTrader();
    const atMs = Date.now() - 5 * SECOND;
    const prices = [{ symbol: "BTCUSDT", last: "50000" }];
    const mac = signShownPrices(formatShownPrices(atMs, prices));
    const tickProof = formatTickProof({ atMs, mac, prices });
    const body = { ...orderOf(trader, { kind: "limit", price: "40000" }), tickProof };
    for (const stamp of [0, 1]) {
      const headers = { "x-order-timestamp": String(Date.now() + stamp) };
      expect((await callAs(trader, placeOrder, { method: "POST", body, headers })).status).toBe(202);
    }
    await Promise.all(afterResponse.splice(0).map((work) => work()));
    const kept = await getDb().orderLatency.findMany({ where: { portfolioId: trader.portfolioId } });
    expect(kept).toHaveLength(1);
    expect(kept[0]?.clientOrderId).toBe(body.clientOrderId);
    expect(kept[0]?.ageMs).toBeGreaterThanOrEqual(5 * SECOND);
  });

  it("are shown when they are the rule, with evidence; a person's are not", async () => {
    const [machine, person, rare] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    await keepAges(machine, [...Array.from({ length: 39 }, (_, index) => 5 + index), 200]);
    // Clicks at random times between two ticks.
    await keepAges(
      person,
      Array.from({ length: 60 }, (_, index) => 20 + index * 2),
    );
    await keepAges(
      rare,
      Array.from({ length: 29 }, () => 5),
    );
    await review();
    const [item, ...others] = await itemsOf(machine, "reaction-time");
    expect(others).toEqual([]);
    expect(item).toMatchObject({ subject: machine.portfolioId, resolvedAt: null });
    expect(item?.evidence).toMatchObject({ orders: 40, fast: 39, medianMs: 24 });
    expect(item?.evidence).toHaveProperty(
      "examples.0",
      expect.objectContaining({ ageMs: 5, order: "aged-0" }),
    );
    expect(item?.evidence).toHaveProperty("examples.length", 5);
    expect(await itemsOf(person, "reaction-time")).toEqual([]);
    expect(await itemsOf(rare, "reaction-time")).toEqual([]);
  });

  it("are one open item however often they are found, and none again once an admin has decided", async () => {
    const machine = await world.createTrader();
    await keepAges(
      machine,
      Array.from({ length: 30 }, () => 10),
    );
    await review();
    await review();
    const [item, ...others] = await itemsOf(machine, "reaction-time");
    expect(others).toEqual([]);
    const data = { resolvedAt: new Date(), resolution: "dismissed" };
    await getDb().reviewItem.update({ where: { id: item?.id ?? "" }, data });
    await review();
    expect(await itemsOf(machine, "reaction-time")).toHaveLength(1);
  });
});

describe("mirrored accounts", () => {
  it("are shown from both sides; a crowd that agrees now and then is not", async () => {
    const [ann, ben, cas] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    const startMs = Date.now() - 5 * HOUR;
    const side = (index: number) => (index % 2 === 0 ? "buy" : "sell");
    for (let index = 0; index < 25; index += 1) {
      const atMs = startMs + index * 60 * SECOND;
      await keep([
        pastOrder(ann, atMs, { side: side(index) }),
        // Also across the boundary of a second.
        pastOrder(ben, atMs + 990, { side: side(index) }),
        // The same instants, but half of the time the other side.
        pastOrder(cas, atMs, { side: "buy" }),
      ]);
    }
    await review();
    const [item, ...others] = await itemsOf(ann, "mirrored-account");
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      subject: ben.userId,
      evidence: { agreed: 25, orders: 25, ordersOfOther: 25 },
    });
    expect(await itemsOf(ben, "mirrored-account")).toMatchObject([{ subject: ann.userId }]);
    expect(await itemsOf(cas, "mirrored-account")).toEqual([]);
  });

  it("are not those who send so much that they meet anybody, nor those a second and more apart", async () => {
    const [few, many, late] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    const startMs = Date.now() - 10 * HOUR;
    const times = Array.from({ length: 22 }, (_, index) => startMs + index * 60 * SECOND);
    await keep(times.map((atMs) => pastOrder(few, atMs, { side: "sell" })));
    await keep(times.map((atMs) => pastOrder(late, atMs + 1_001, { side: "sell" })));
    await keep(
      times.flatMap((atMs) => [0, 9, 18].map((s) => pastOrder(many, atMs + s * SECOND, { side: "sell" }))),
    );
    await review();
    for (const trader of [few, many, late]) expect(await itemsOf(trader, "mirrored-account")).toEqual([]);
  });
});

describe("orders around outages", () => {
  it("are shown when there are hardly any others", async () => {
    const [lurker, regular] = [await world.createTrader(), await world.createTrader()];
    // Three gaps of 20 s in half an hour; a silence of 4 s is not a gap.
    const startMs = Math.floor((Date.now() - HOUR) / SECOND) * SECOND;
    const isUnavailable = (second: number) => second % 600 > 300 && second % 600 < 320;
    const seconds = Array.from({ length: 1_800 }, (_, second) => second).filter(
      (second) => !isUnavailable(second) && !(second > 50 && second < 54),
    );
    await savePriceRanges(
      seconds.map((second) => ({
        symbol: "BTCUSDT",
        startMs: startMs + second * SECOND,
        high: "1",
        low: "1",
      })),
    );
    for (const gap of [300, 900, 1_500]) {
      const near = [5, 21, 24, 29].map((second) => startMs + (gap + second) * SECOND);
      await keep(near.flatMap((atMs) => [pastOrder(lurker, atMs), pastOrder(regular, atMs)]));
      const far = [-200, -150, -100, 60].map((second) => startMs + (gap + second) * SECOND);
      await keep(far.map((atMs) => pastOrder(regular, atMs)));
    }
    await keep([pastOrder(lurker, startMs)]);
    expect((await review()).gaps).toBe(3);
    expect((await review()).gaps).toBe(0);
    expect(await itemsOf(lurker, "outage-trading")).toMatchObject([
      {
        subject: lurker.portfolioId,
        evidence: { actions: 13, near: 12, gaps: 3, value: 6500, valueNear: 6000 },
      },
    ]);
    expect(await itemsOf(regular, "outage-trading")).toEqual([]);
  });
});
