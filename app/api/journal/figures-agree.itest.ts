import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as EXPORT_CSV } from "@/app/api/journal/export.csv/route";
import { GET as EXPORT_JSON } from "@/app/api/journal/export.json/route";
import { GET as HEATMAP } from "@/app/api/journal/heatmap/route";
import { GET as METRICS } from "@/app/api/journal/metrics/route";
import { GET as LIST } from "@/app/api/journal/route";
import { GET as STATEMENT } from "@/app/api/portfolios/[id]/statement/route";
import { ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Statement } from "@/lib/core/proof/statement";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { findTrader } from "@/lib/db/queries/users/find-trader";
import type {
  HeatmapDto,
  JournalEntryDto,
  JournalMetricsDto,
  JournalPage,
} from "@/lib/schemas/journal-responses";
import { readPortfolioOf } from "@/lib/trading/portfolio/read-portfolio";
import { callAs, startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";
import { buildContext } from "@/tests/support/trading-fixture";

/** Figures printed twice are rounded to 8 places separately: sums of a few dozen may differ by this much. */
const PLACES = 6;
const TRADES = [
  { side: "buy", entry: "100", exit: "107.3", stop: "95.1" },
  { side: "sell", entry: "107.3", exit: "111.9", stop: "112.7" },
  { side: "buy", entry: "99.7", exit: "99.7", stop: null },
  { side: "sell", entry: "99.7", exit: "90.1", stop: "101.3" },
] as const;
let world: TradingWorld;
let trader: TestTrader;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  await world.setMarket("BTCUSDT", 90);
  trader = await world.createTrader();
  const day = 86_400_000;
  const [startsAt, endsAt] = [-day, day].map((ms) => new Date(Date.now() + ms)) as [Date, Date];
  await getDb().user.update({ where: { id: trader.userId }, data: { isListed: true } });
  await getDb().grant.create({
    data: { userId: trader.userId, product: "pro", auditId: "audit", startsAt, endsAt },
  });
  for (const [index, one] of TRADES.entries()) await trade(`trade-${index}`, one);
});
afterAll(() => world.close());

async function trade(id: string, { side, entry, exit, stop }: (typeof TRADES)[number]): Promise<void> {
  const run = async (command: Command, price: string) => {
    const context = buildContext({ nowMs: Date.now(), price });
    const result = await executeCommand(trader.portfolioId, command, () => context);
    if (!result.ok) throw new Error(result.reason);
  };
  const stopLoss = stop === null ? null : { price: parsePrice(stop), by: "last" as const };
  const order = { orderId: id, symbol: "BTCUSDT", side, kind: "market", qty: parseQty("3.333") } as const;
  await run({ type: "submit", order: { ...order, attached: { stopLoss, takeProfit: null } } }, entry);
  await run({ type: "execute", orderId: id }, entry);
  await run({ type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: `${id}-c` }, exit);
  await run({ type: "execute", orderId: `${id}-c` }, exit);
}

const read = async <T>(route: Parameters<typeof callAs>[1], path: string): Promise<T> =>
  (await callAs<T & Record<string, unknown>>(trader, route, { path })).body;
const total = (values: readonly (string | null | undefined)[]) =>
  values.reduce((sum, value) => sum + Number(value), 0);

it("header, journal, calendar, exports, profile and statement tell one story", async () => {
  const portfolio = await readPortfolioOf(trader.userId, trader.portfolioId);
  const earned = Number(portfolio.balance) - Number(portfolio.openingBalance);
  expect(portfolio.equity).toBe(portfolio.balance);
  expect(Number(portfolio.dayPnl)).toBeCloseTo(earned, PLACES);

  const { entries } = await read<JournalPage>(LIST, "/api/journal");
  expect(entries).toHaveLength(TRADES.length);
  expect(total(entries.map(({ net }) => net))).toBeCloseTo(earned, PLACES);

  const metrics = await read<JournalMetricsDto>(METRICS, "/api/journal/metrics");
  expect(Number(metrics.net)).toBeCloseTo(earned, PLACES);
  expect(Number(metrics.equity?.profit)).toBeCloseTo(earned, PLACES);
  expect(Number(metrics.equity?.maxDrawdown.amount)).toBeGreaterThanOrEqual(
    Number(metrics.maxDrawdown.amount),
  );
  expect(total([metrics.gross, `-${metrics.fees}`]) - Number(metrics.funding)).toBeCloseTo(earned, PLACES);
  expect(Number(metrics.figures.expectancy.value)).toBeCloseTo(earned / TRADES.length, PLACES);
  for (const buckets of ["side", "symbol", "exit", "duration"].map((key) => metrics.breakdowns[key] ?? [])) {
    expect(total(buckets.map(({ net }) => net))).toBeCloseTo(earned, PLACES);
    const weighted = buckets.reduce((sum, { expectancy, count }) => sum + Number(expectancy) * count, 0);
    expect(weighted).toBeCloseTo(earned, PLACES);
  }

  const year = new Date().getUTCFullYear();
  const heatmap = await read<HeatmapDto>(HEATMAP, `/api/journal/heatmap?year=${year}&zone=UTC`);
  const days = heatmap.months.flatMap(({ weeks }) => weeks.flatMap((week) => week.days));
  expect(Number(heatmap.net)).toBeCloseTo(earned, PLACES);
  expect(total(days.map(({ net }) => net))).toBeCloseTo(Number(heatmap.net), 9);

  const json = await read<{ entries: JournalEntryDto[] }>(EXPORT_JSON, "/api/journal/export.json");
  expect([...json.entries].reverse()).toEqual(entries);
  const request = new Request("http://localhost:3000/api/journal/export.csv", {
    headers: { cookie: trader.cookie },
  });
  const [heading = "", ...lines] = (await (await EXPORT_CSV(request)).text()).trim().split("\r\n");
  const column = (name: string) => lines.map((line) => line.split(",")[heading.split(",").indexOf(name)]);
  for (const name of ["net", "gross", "fees", "risk", "entryPrice"] as const) {
    expect(column(name), name).toEqual(json.entries.map((entry) => entry[name] ?? ""));
  }
  expect(column("r")).toEqual(json.entries.map(({ r }) => r.value ?? ""));

  const profile = await findTrader(trader.userId);
  expect(Number(profile?.net)).toBeCloseTo(earned, PLACES);
  expect(profile).toMatchObject({ trades: metrics.count, wins: metrics.wins, losses: metrics.losses });
  expect(String(profile?.profitFactor)).toBe(metrics.figures.profitFactor.value);

  const call = { path: "/api/portfolios/x/statement", params: { id: trader.portfolioId } };
  const statement = (await callAs<Statement & Record<string, unknown>>(trader, STATEMENT, call)).body;
  expect(Number(statement.balance)).toBeCloseTo(Number(portfolio.balance), PLACES);
});

it("the profile of a trader who has only lost has the journal's profit factor, not none", async () => {
  const loser = await world.createTrader();
  await getDb().user.update({ where: { id: loser.userId }, data: { isListed: true } });
  const run = async (command: Command, price: string) => {
    const result = await executeCommand(loser.portfolioId, command, () =>
      buildContext({ nowMs: Date.now(), price }),
    );
    if (!result.ok) throw new Error(result.reason);
  };
  const order = {
    orderId: "loss",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("1"),
  } as const;
  await run({ type: "submit", order }, "100");
  await run({ type: "execute", orderId: "loss" }, "100");
  await run({ type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: "loss-c" }, "90");
  await run({ type: "execute", orderId: "loss-c" }, "90");
  const { body } = await callAs<JournalMetricsDto & Record<string, unknown>>(loser, METRICS, {
    path: "/api/journal/metrics",
  });
  expect(body.figures.profitFactor).toEqual({ value: "0", why: null });
  expect(await findTrader(loser.userId)).toMatchObject({ trades: 1, wins: 0, losses: 1, profitFactor: 0 });
});

it("R is the same in the entry, the export and the mean", async () => {
  const { entries } = await read<JournalPage>(LIST, "/api/journal");
  const metrics = await read<JournalMetricsDto>(METRICS, "/api/journal/metrics");
  const values = entries.flatMap(({ r }) => (r.value === null ? [] : [Number(r.value)]));
  expect(values).toHaveLength(3);
  expect(Number(metrics.figures.averageR.value)).toBeCloseTo(total(values.map(String)) / 3, PLACES);
  for (const { r, net, risk, fees } of entries) {
    if (risk === null) expect(r).toEqual({ value: null, why: "no_initial_stop" });
    else expect(Number(r.value)).toBeCloseTo(Number(net) / (Number(risk) + Number(fees)), PLACES);
  }
});

it("the best day is one of the calendar: a trade counts whole on the day of its close", async () => {
  const holder = await world.createTrader();
  const shift = -2 * 86_400_000;
  const at = (price: string, ms: number) => buildContext({ nowMs: ms, price });
  const run = async (command: Command, context: ReturnType<typeof buildContext>) => {
    const result = await executeCommand(holder.portfolioId, command, () => context);
    if (!result.ok) throw new Error(result.reason);
  };
  const sell = async (id: string, amount: string, context: ReturnType<typeof buildContext>) => {
    const order = { orderId: id, symbol: "BTCUSDT", side: "sell", kind: "market" } as const;
    await run({ type: "submit", order: { ...order, qty: parseQty(amount), reduceOnly: true } }, context);
    await run({ type: "execute", orderId: id }, context);
  };
  const startMs = Date.now() + shift;
  const buy = {
    orderId: "buy-0001",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("10"),
  } as const;
  await run({ type: "submit", order: buy }, at("100", startMs));
  await run({ type: "execute", orderId: "buy-0001" }, at("100", startMs));
  const funding = { symbol: "BTCUSDT", rate: parseDecimal("0.001"), mark: parsePrice("100") };
  await run({ type: "settle-funding", ...funding, fundingMs: startMs + 1 }, at("100", startMs + 2));
  await sell("sell-0001", "9", at("150", startMs + 3));
  await sell("sell-0002", "1", at("101", Date.now()));
  const ask = async <T>(route: Parameters<typeof callAs>[1], path: string) =>
    (await callAs<T & Record<string, unknown>>(holder, route, { path })).body;
  const { figures, net } = await ask<JournalMetricsDto>(METRICS, "/api/journal/metrics?zone=UTC");
  const years = [startMs, Date.now()].map((ms) => new Date(ms).getUTCFullYear());
  const days = [];
  for (const year of new Set(years)) {
    const { months } = await ask<HeatmapDto>(HEATMAP, `/api/journal/heatmap?year=${year}&zone=UTC`);
    days.push(...months.flatMap(({ weeks }) => weeks.flatMap((week) => week.days)));
  }
  const best = Math.max(...days.map((day) => Number(day.net)));
  expect(total(days.map((day) => day.net))).toBeCloseTo(Number(net), PLACES);
  expect(Number(figures.bestDayShare.value)).toBeCloseTo(best / Number(net), PLACES);
  expect(best).toBeCloseTo(Number(net), PLACES);
});

it("after a reset the day still shows what was lost before it", async () => {
  const before = await readPortfolioOf(trader.userId, trader.portfolioId);
  const context = buildContext({ nowMs: Date.now(), price: "90" });
  await executeCommand(trader.portfolioId, { type: "reset", opening: parseMoney("10000") }, () => context);
  const after = await readPortfolioOf(trader.userId, trader.portfolioId);
  expect(after.balance).toBe("10000");
  expect(Number(after.dayPnl)).toBeCloseTo(Number(before.dayPnl), PLACES);
  const { equity } = await read<JournalMetricsDto>(METRICS, "/api/journal/metrics");
  expect(Number(equity?.profit)).toBeCloseTo(Number(before.dayPnl), PLACES);
});
