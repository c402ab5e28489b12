import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as createPublic } from "@/app/api/admin/competitions/route";
import { POST as enter, DELETE as leave } from "@/app/api/competitions/[id]/entry/route";
import { GET as read } from "@/app/api/competitions/[id]/route";
import { POST as create, GET as list } from "@/app/api/competitions/route";
import { GET as standings } from "@/app/api/competitions/standings/route";
import { POST as placeOrder } from "@/app/api/orders/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { GET as stream } from "@/app/api/stream/route";
import { readCompetitionCertificate } from "@/lib/competitions/read-competition-certificate";
import { readSharedStandings } from "@/lib/competitions/read-shared-standings";
import { readStandings } from "@/lib/competitions/read-standings";
import { runCompetitions } from "@/lib/competitions/run-competitions";
import { getStandingsHub } from "@/lib/competitions/standings-hub";
import { getDb } from "@/lib/db/client";
import { listChallengesOf } from "@/lib/db/queries/challenges";
import type { CompetitionResponse, StandingsResponse } from "@/lib/schemas/challenge/competitions";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { fillOrder } from "@/tests/faults/trading-steps";
import {
  type ApiResponse,
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

const HOUR_MS = 3_600_000;
let world: TradingWorld;

beforeAll(async () => {
  const routes = { "/api/queue/execute": execute };
  world = await startTrading({ symbols: ["BTCUSDT", "ETHUSDT"], withVenue: false, routes });
});
afterAll(() => world.close());
beforeEach(() => world.setMarket("BTCUSDT", 100_000));

const iso = (afterMs: number) => new Date(Date.now() + afterMs).toISOString();
const codeOf = ({ status, body }: ApiResponse) => [status, body.error?.code];

async function make(by: TestTrader, terms: Record<string, unknown> = {}) {
  const body = {
    name: "A cup",
    startsAt: iso(HOUR_MS),
    endsAt: iso(2 * HOUR_MS),
    symbols: ["BTCUSDT"],
    maxDrawdown: "5",
    ...terms,
  };
  const { status, body: made } = await callAs<CompetitionResponse>(by, create, { method: "POST", body });
  expect(status, JSON.stringify(made)).toBe(201);
  return made.competition;
}

/** On a loaded machine Redis may respond later than the product's timeout, which is a 503; it is then sent again. */
const join = (one: TestTrader, id: string, code?: string | null) =>
  until(
    () =>
      callAs<CompetitionResponse>(one, enter, { method: "POST", params: { id }, body: code ? { code } : {} }),
    ({ status }) => status !== 503,
    60_000,
  );

/** The trader with the portfolio of its entry. */
async function joined(id: string, code: string | null): Promise<TestTrader> {
  const one = await world.createTrader();
  const { body } = await join(one, id, code);
  return { ...one, portfolioId: body.own?.portfolioId ?? "" };
}

/** The first table that each of many viewers is sent. */
async function watchTable(id: string, count: number): Promise<unknown[]> {
  const hub = getStandingsHub();
  const leaves: (() => void)[] = [];
  const first = Array.from(
    { length: count },
    () =>
      new Promise((resolve) => {
        const send = (block: unknown) => {
          resolve(block);
          return true;
        };
        leaves.push(hub.join(id, send));
      }),
  );
  const blocks = await Promise.all(first);
  for (const leave of leaves) leave();
  return blocks;
}

/** The first table that a stream of `GET /api/stream` sends. */
async function readStreamedTable(id: string): Promise<StandingsResponse> {
  const response = await stream(new Request(`http://localhost/api/stream?competition=${id}`));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let received = ""; ; ) {
    const table = /event: standings\ndata: (.*)\n\n/.exec(received)?.[1];
    if (table !== undefined) {
      await reader?.cancel();
      return JSON.parse(table);
    }
    const next = await reader?.read();
    if (next?.value === undefined) throw new Error(`The stream ended after ${received}.`);
    received += next.value;
  }
}

describe("entries", () => {
  it("of one trader in parallel are one, with one portfolio", async () => {
    const owner = await world.createTrader();
    const { id, code } = await make(owner);
    const one = await world.createTrader();
    const responses = await Promise.all(Array.from({ length: 20 }, () => join(one, id, code)));
    expect(responses.map(codeOf)).toEqual(Array(20).fill([200, undefined]));
    expect(new Set(responses.map(({ body }) => body.own?.portfolioId)).size).toBe(1);
    expect(await getDb().competitionEntry.count({ where: { competitionId: id } })).toBe(1);
    expect(await getDb().portfolio.count({ where: { userId: one.userId, kind: "CHALLENGE" } })).toBe(1);
    // It is no challenge of the list.
    expect(await listChallengesOf(one.userId)).toEqual([]);
  });

  it("in parallel are no more than there are places", async () => {
    const owner = await world.createTrader();
    const { id, code } = await make(owner);
    await getDb().competition.update({ where: { id }, data: { maxEntries: 3 } });
    const traders = await Promise.all(Array.from({ length: 8 }, () => world.createTrader()));
    const responses = await Promise.all(traders.map((one) => join(one, id, code)));
    const codes = responses.map(codeOf);
    expect(codes.filter(([status]) => status === 200)).toHaveLength(3);
    expect(codes.filter(([status]) => status !== 200)).toEqual(Array(5).fill([422, "competition_full"]));
  });

  it("need the invitation, can be withdrawn before the start, and take no order before it", async () => {
    const owner = await world.createTrader();
    const { id, code } = await make(owner);
    const one = await world.createTrader();
    expect(codeOf(await join(one, id, "a-wrong-code"))).toEqual([404, "not_found"]);
    const { body: found } = await callAs<{ competitions: { id: string; code: string | null }[] }>(one, list, {
      path: `/x?code=${code}`,
    });
    expect(found.competitions).toMatchObject([{ id, code: null }]);
    const entered = await joined(id, code);
    const early = await callAs(entered, placeOrder, { method: "POST", body: orderOf(entered) });
    expect(codeOf(early)).toEqual([422, "competition_closed"]);
    const left = await callAs<CompetitionResponse>(entered, leave, { method: "DELETE", params: { id } });
    expect(left.body.own).toBeNull();
    const locked = await getDb().portfolio.findUnique({ where: { id: entered.portfolioId } });
    expect(locked?.lockReason).toBe("competition_left");
    // A call that ended after the lock is made good by the next one.
    const two = await joined(id, code);
    await commandPortfolio(two.portfolioId, { type: "lock", reason: "competition_left" }, "open");
    const repeated = await callAs<CompetitionResponse>(two, leave, { method: "DELETE", params: { id } });
    expect([repeated.status, repeated.body.own]).toEqual([200, null]);
    expect(codeOf(await callAs(entered, createPublic, { method: "POST", body: {} }))).toEqual([
      403,
      "forbidden",
    ]);
  });

  it("of a trader who makes too many competitions are not the point: the sixth is rejected", async () => {
    const owner = await world.createTrader();
    for (let count = 0; count < 5; count += 1) await make(owner);
    const body = { name: "A sixth", startsAt: iso(HOUR_MS), endsAt: iso(2 * HOUR_MS) };
    expect(codeOf(await callAs(owner, create, { method: "POST", body }))).toEqual([
      422,
      "competition_limit_reached",
    ]);
    const wrong = { ...body, endsAt: iso(HOUR_MS / 2) };
    expect(codeOf(await callAs(owner, create, { method: "POST", body: wrong }))).toEqual([
      400,
      "bad_request",
    ]);
  });
});

it("runs from the start to frozen results, ranked, with disqualifications and the heads of the logs", async () => {
  const owner = await world.createTrader();
  const endsAt = iso(2 * HOUR_MS);
  const { id, code } = await make(owner, { startsAt: iso(1_500), entryUntil: endsAt, endsAt });
  const traders = await Promise.all(Array.from({ length: 5 }, () => joined(id, code)));
  const [winner, loser, breaker, idle, banned] = traders as [
    TestTrader,
    TestTrader,
    TestTrader,
    TestTrader,
    TestTrader,
  ];
  await until(
    () => runCompetitions(),
    ({ running }) => running > 0,
  );
  const elsewhere = orderOf(winner, { symbol: "ETHUSDT", qty: "1" });
  const other = await callAs(winner, placeOrder, { method: "POST", body: elsewhere });
  expect(codeOf(other)).toEqual([422, "symbol_not_allowed"]);
  await getDb().user.update({ where: { id: banned.userId }, data: { bannedAt: new Date(), isListed: true } });

  // One holds its position, one has closed a trade with a loss, one falls by more than the limit.
  await fillOrder(world, winner, { qty: "0.02", side: "sell" });
  await fillOrder(world, winner, { qty: "0.01", reduceOnly: true });
  await fillOrder(world, winner, { qty: "0.01", reduceOnly: true });
  await fillOrder(world, winner, { qty: "0.01", side: "sell" });
  await fillOrder(world, loser, { qty: "0.01" });
  await fillOrder(world, loser, { qty: "0.01", side: "sell", reduceOnly: true });
  await fillOrder(world, breaker, { qty: "0.1" });
  // Its highest equity falls between two records of the drawdowns.
  await world.setMarket("BTCUSDT", 104_000);
  await commandPortfolio(breaker.portfolioId, { type: "check" }, "open");
  await world.setMarket("BTCUSDT", 94_000);
  await commandPortfolio(breaker.portfolioId, { type: "check" }, "open");

  const live = await until(
    () => callAs<StandingsResponse>(winner, standings, { path: `/x?id=${id}` }),
    ({ body }) => body.lines?.[0]?.entry === winner.portfolioId && body.lines[0].change > 0,
  );
  expect(live.body.lines.map(({ entry, rank, exclusion }) => [entry, rank, exclusion])).toEqual(
    expect.arrayContaining([
      [winner.portfolioId, 1, null],
      [loser.portfolioId, 2, null],
      [breaker.portfolioId, null, "drawdown"],
      [idle.portfolioId, null, "trades"],
      [banned.portfolioId, null, "banned"],
    ]),
  );
  expect(JSON.stringify(live.body)).not.toContain(winner.userId);
  // However many viewers and processes there are: one table a second.
  const viewers = Array.from({ length: 1_000 }, () => readStandings({ id, status: "RUNNING" }));
  expect(new Set(await Promise.all(viewers)).size).toBe(1);
  const sent = await watchTable(id, 1_000);
  expect(new Set(sent).size).toBe(1);
  const shared = await Promise.all(Array.from({ length: 50 }, () => readSharedStandings(id)));
  expect(new Set(shared.map(({ computedAt }) => computedAt)).size).toBeLessThanOrEqual(2);
  expect(await readStreamedTable(id)).toMatchObject({ status: "RUNNING", lines: live.body.lines });
  expect(codeOf(await callAs(winner, leave, { method: "DELETE", params: { id } }))).toEqual([
    422,
    "competition_closed",
  ]);

  const after = new Date(Date.parse(endsAt) + 1);
  const open = await getDb().competition.count({ where: { status: { not: "ENDED" } } });
  const runs = await Promise.all([runCompetitions(after), runCompetitions(after)]);
  expect(runs.reduce((sum, { ended }) => sum + ended, 0)).toBe(open);
  const entries = await getDb().competitionEntry.findMany({ where: { competitionId: id } });
  for (const entry of entries) {
    const portfolio = await getDb().portfolio.findUniqueOrThrow({ where: { id: entry.portfolioId } });
    expect([entry.headHash, entry.headSeq]).toEqual([portfolio.headHash, portfolio.seq]);
    expect(portfolio.lockReason).not.toBeNull();
  }
  expect(await getDb().position.count({ where: { portfolioId: winner.portfolioId } })).toBe(0);
  const { body: own } = await callAs<CompetitionResponse>(winner, read, { params: { id } });
  expect(own).toMatchObject({ competition: { status: "ENDED", entries: 5 }, own: { standing: { rank: 1 } } });
  const { body: frozen } = await callAs<StandingsResponse>(winner, standings, { path: `/x?id=${id}` });
  expect(frozen.lines.find(({ entry }) => entry === banned.portfolioId)).toMatchObject({ name: null });
  expect(await readCompetitionCertificate(id, winner.portfolioId)).toMatchObject({ rank: 1, evidence: null });
  const failed = await readCompetitionCertificate(id, breaker.portfolioId);
  expect(failed).toMatchObject({ rank: null, exclusion: "drawdown" });
  const [equity, floor] = [Number(failed?.evidence?.equity), Number(failed?.evidence?.floor)];
  expect(equity).toBeLessThanOrEqual(floor);
  // The floor is 95% of the highest equity.
  const ofEvidence = 1 - equity / (floor / 0.95);
  expect(Number(failed?.drawdown)).toBeGreaterThanOrEqual(ofEvidence - 1e-8);
  expect(await readCompetitionCertificate(id, banned.portfolioId)).toBeNull();
  // A later run changes nothing.
  await runCompetitions(after);
  expect(await getDb().competitionEntry.findMany({ where: { competitionId: id } })).toEqual(entries);
});
