import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePrice } from "@/lib/core/decimal";
import {
  eventsQuery,
  fillsQuery,
  holdersQuery,
  newestEventsQuery,
  openOrdersQuery,
  orderHistoryQuery,
  overdueQuery,
  queuedOrdersQuery,
} from "@/lib/db/admin/hot-queries";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { findTriggeredPortfolios } from "@/lib/db/portfolio/find-triggered-portfolios";
import { findOverduePortfolios } from "@/lib/db/queries/orders";
import { findHolders } from "@/lib/db/queries/positions";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { fillPortfolios } from "@/tests/support/fill-portfolios";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "BNBUSDT"];
let services: TestServices;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  services = await useTestServices({ databaseUrl });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await fillPortfolios(client, { count: 10_000, symbols: SYMBOLS });
  await client.end();
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

type Plan = { "Node Type": string; "Index Name"?: string; "Relation Name"?: string; Plans?: Plan[] };

async function explain(query: Prisma.Sql): Promise<Plan[]> {
  const rows = await getDb().$queryRaw<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
    Prisma.sql`EXPLAIN (FORMAT JSON) ${query}`,
  );
  const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
  return flatten(rows[0]?.["QUERY PLAN"][0].Plan as Plan);
}

describe("every hot query uses its index", () => {
  const id = "filled-77";
  it.each([
    ["open orders", openOrdersQuery(id), ["Order_open"]],
    ["order history", orderHistoryQuery(id, { limit: 50 }), ["Order_portfolioId_acceptedSeq_key"]],
    [
      "filtered order history",
      orderHistoryQuery(id, {
        limit: 50,
        symbol: "BTCUSDT",
        status: "FILLED",
        from: "2026-11-01",
        to: "2026-11-30",
      }),
      ["Order_portfolioId_acceptedSeq_key"],
    ],
    ["queued orders", queuedOrdersQuery({ acceptedBefore: new Date(), limit: 100 }), ["Order_queued"]],
    ["overdue orders", overdueQuery({ now: new Date(), limit: 100 }), ["Order_expiry"]],
    [
      "holders",
      holdersQuery({ symbol: "BTCUSDT", at: new Date(Date.now() - 60_000) }),
      ["Position_symbol_portfolioId_idx", "Trade_at_idx"],
    ],
    ["fills", fillsQuery(id, { limit: 50 }), ["Trade_pkey"]],
    ["events since", eventsQuery(id, { afterSeq: 1, limit: 50 }), ["PortfolioEvent_pkey"]],
    ["newest events", newestEventsQuery(id, { limit: 50 }), ["PortfolioEvent_pkey"]],
  ])("%s", async (_name, query, indexes) => {
    const nodes = await explain(query);
    expect(nodes.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
    const used = nodes.flatMap((node) => node["Index Name"] ?? []);
    expect(used).toEqual(expect.arrayContaining(indexes));
  });
});

it("looks for triggered portfolios in the index of each direction", async () => {
  const [row] = await getDb().$queryRaw<{ prosrc: string }[]>`
    SELECT prosrc FROM pg_proc WHERE proname = 'find_triggered_portfolios'`;
  const body = row?.prosrc.match(/RETURN QUERY([^;]+);/)?.[1] ?? "";
  const asked = body.replaceAll("p_symbol", "'BTCUSDT'").replace("p_low", "89").replace("p_high", "111");
  const used = (await explain(Prisma.raw(asked))).flatMap((node) => node["Index Name"] ?? []);
  expect(used).toEqual(["TriggerIndex_sell", "TriggerIndex_buy", "TriggerIndex_always"]);
});

it("finds the portfolios with levels in one symbol that a path may touch, and no others", async () => {
  const range = { low: parsePrice("89.999"), high: parsePrice("110.001") };
  const found = await findTriggeredPortfolios("BTCUSDT", range);
  const rows = await getDb().triggerIndex.findMany({ where: { symbol: "BTCUSDT" } });
  const expected = rows.filter(
    ({ sellTriggerMax: fall, buyTriggerMin: rise, always }) =>
      always || fall?.gte("89.999") || rise?.lte("110.001"),
  );
  expect(found.toSorted()).toEqual(expected.map((row) => row.portfolioId).toSorted());
  expect(found.length).toBeGreaterThan(10);
  expect(found.length).toBeLessThan(rows.length / 10);
});

it("finds whose time is over, and who held a symbol when", async () => {
  const nowMs = Date.now() + 500_000;
  expect(await findOverduePortfolios({ nowMs, limit: 3 })).toEqual([
    "filled-100",
    "filled-200",
    "filled-300",
  ]);
  const holders = await findHolders("ETHUSDT", nowMs);
  expect(new Set(holders.map(({ portfolioId }) => portfolioId)).size).toBe(2_000);
  // Before their fill they had no position.
  expect(await findHolders("ETHUSDT", nowMs - 900_000_000)).toEqual([]);
});
