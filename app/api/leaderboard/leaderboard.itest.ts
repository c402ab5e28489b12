import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATCH as HIDE, GET as ME } from "@/app/api/leaderboard/me/route";
import { GET } from "@/app/api/leaderboard/route";
import { PLANS } from "@/lib/core/challenge/plans";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { insertEquitySnapshots } from "@/lib/db/queries/equity-snapshots";
import { computeLeaderboard } from "@/lib/leaderboard/compute-leaderboard";
import type { LeaderboardDto } from "@/lib/schemas/leaderboard";
import { seededRandom } from "@/tests/support/seeded-random";
import { signInAs } from "@/tests/support/sign-in-as";
import { startTrading, type TradingWorld } from "@/tests/support/start-trading";
import { buildContext } from "@/tests/support/trading-fixture";

const NOW = new Date("2026-06-15T12:07:00Z");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The first instant of the window of 24 hours: a quarter of an hour. */
const DAY_FROM_MS = Date.parse("2026-06-14T12:00:00Z");
const FEE = 0.00055;
let world: TradingWorld;
let made = 0;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

/** Opens a portfolio of a listed user, who is created with the first portfolio. */
async function open(
  userId: string,
  options: { id?: string; opening?: string; atMs?: number; challenge?: boolean } = {},
): Promise<string> {
  const { id = `p-${userId}`, opening = "10000", atMs = NOW.getTime() - 40 * DAY_MS, challenge } = options;
  const person = { id: userId, email: `${userId}@example.com`, displayName: userId, isListed: true };
  await getDb().user.upsert({ where: { id: userId }, create: person, update: {} });
  const [plan] = PLANS;
  if (plan === undefined) throw new Error("There are no plans.");
  await openPortfolio({
    id,
    userId,
    name: "Practice",
    kind: challenge ? "CHALLENGE" : "PRACTICE",
    marginMode: "isolated",
    opening: parseMoney(opening),
    leverage: ONE,
    rules: BYBIT,
    nowMs: atMs,
    ...(challenge && { challenge: { challengeId: `c-${id}`, plan, phase: 1 } }),
  });
  return id;
}

/** Fills a market order at `price` (one tick beyond it) at `atMs`. */
async function fill(
  portfolioId: string,
  order: { side: "buy" | "sell"; qty: string; price: number; atMs: number },
): Promise<void> {
  made += 1;
  const { side, qty, price, atMs } = order;
  const request = {
    orderId: `order-${made}`,
    symbol: "BTCUSDT",
    side,
    kind: "market",
    qty: parseQty(qty),
  } as const;
  const at = (nowMs: number) => () => buildContext({ nowMs, price: price.toFixed(1) });
  await expectOk(portfolioId, { type: "submit", order: request }, at(atMs));
  await expectOk(portfolioId, { type: "execute", orderId: request.orderId }, at(atMs + 10));
}

async function expectOk(id: string, command: Command, context: () => ReturnType<typeof buildContext>) {
  const result = await executeCommand(id, command, context);
  expect(result.ok ? null : result.reason).toBeNull();
}

/** A round trip of one BTC from 100 to `exit`, an hour long. */
async function roundTrip(portfolioId: string, exit: number, openedMs: number): Promise<void> {
  await fill(portfolioId, { side: "buy", qty: "1", price: 100, atMs: openedMs });
  await fill(portfolioId, { side: "sell", qty: "1", price: exit, atMs: openedMs + 60_000 });
}

/** Enough small trades for a rank in 24 hours, the last of them with exit price `exit`. */
async function threeTrips(
  portfolioId: string,
  exit: number,
  fromMs = NOW.getTime() - 5 * HOUR_MS,
): Promise<void> {
  for (const [index, to] of [100, 100, exit].entries()) {
    await roundTrip(portfolioId, to, fromMs + index * HOUR_MS);
  }
}

const reset = (portfolioId: string, atMs: number, opening = "10000", price = "100") =>
  expectOk(portfolioId, { type: "reset", opening: parseMoney(opening) }, () =>
    buildContext({ nowMs: atMs, price }),
  );

const record = (atMs: number, mark: string) =>
  insertEquitySnapshots({ atMs, marks: [{ symbol: "BTCUSDT", mark }] });

async function read(query = ""): Promise<LeaderboardDto> {
  return (await GET(new Request(`http://localhost:3000/api/leaderboard${query}`))).json();
}

async function placeOf(userId: string, query = "") {
  const { cookie } = await signInAs({ userId });
  const request = new Request(`http://localhost:3000/api/leaderboard/me${query}`, { headers: { cookie } });
  return (await ME(request)).json();
}

async function pnlOf(userId: string, query = "?window=24h"): Promise<number> {
  const { place } = await placeOf(userId, query);
  expect(place).not.toBeNull();
  return place.pnl;
}

const balanceOf = async (id: string) =>
  (await getDb().portfolio.findUniqueOrThrow({ where: { id } })).balance.toNumber();

describe("who is ranked", () => {
  beforeAll(async () => {
    await world.setMarket("BTCUSDT", 100);
    for (const [name, exit] of Object.entries({ anna: 112, ben: 104, cleo: 90, dora: 150, emil: 150 })) {
      await threeTrips(await open(name), exit);
    }
    const db = getDb();
    await db.user.update({ where: { id: "dora" }, data: { bannedAt: NOW, banReason: "Test" } });
    await db.user.update({ where: { id: "emil" }, data: { isListed: false } });
    const once = await open("once");
    await roundTrip(once, 150, NOW.getTime() - HOUR_MS);
    await computeLeaderboard(NOW);
  });

  it("is listed, not banned, and has the trades and days of the window", async () => {
    for (const by of ["pnl", "return", "score"]) {
      const board = await read(`?window=24h&by=${by}`);
      expect(board.lines.map(({ name }) => name)).toEqual(["anna", "ben", "cleo"]);
      expect(board).toMatchObject({ list: "practice", ranked: 3 });
      for (const { pnl, return: gain, score } of board.lines) {
        for (const shown of [pnl, gain, score]) expect(shown).toBe(Number(shown.toFixed(8)));
      }
    }
    expect(await placeOf("once", "?window=24h")).toEqual({ list: "practice", window: "24h", place: null });
    expect((await read("?window=7d")).lines).toEqual([]);
    expect(JSON.stringify(await read())).not.toContain("@");
  });

  it("gets their own rank", async () => {
    expect(await placeOf("cleo", "?window=24h")).toMatchObject({
      place: { ranks: { pnl: 3, return: 3, score: 3 } },
    });
  });

  it("sees a run replaced as a whole", async () => {
    await computeLeaderboard(NOW);
    expect(await getDb().leaderboardRun.count()).toBe(1);
    expect(await getDb().leaderboardEntry.count()).toBe(3);
  });

  it("leaves at the next run when the name is taken off the list", async () => {
    const { cookie } = await signInAs({ userId: "ben" });
    const response = await HIDE(
      new Request("http://localhost:3000/api/leaderboard/me", {
        method: "PATCH",
        headers: { cookie, "content-type": "application/json", origin: process.env.APP_URL ?? "" },
        body: JSON.stringify({ isListed: false }),
      }),
    );
    expect(response.status).toBe(200);
    await computeLeaderboard(NOW);
    expect((await read()).lines.map(({ name }) => name)).toEqual(["anna", "cleo"]);
  });

  it("shares a rank with an equal result", async () => {
    for (const name of ["tie-a", "tie-b"]) await threeTrips(await open(name), 107);
    await computeLeaderboard(NOW);
    for (const by of ["pnl", "return", "score"]) {
      const ranks = (await read(`?by=${by}`)).lines.filter(({ name }) => name.startsWith("tie"));
      expect(ranks.map(({ rank }) => rank)).toEqual([2, 2]);
    }
  });
});

describe("what counts", () => {
  it("is the balance's change for closed trades, and the return of the window's first balance", async () => {
    const id = await open("exact");
    await roundTrip(id, 150, NOW.getTime() - 3 * DAY_MS);
    const before = await balanceOf(id);
    await threeTrips(id, 120);
    await computeLeaderboard(NOW);
    const { place } = await placeOf("exact", "?window=24h");
    const pnl = (await balanceOf(id)) - before;
    expect(place.pnl).toBeCloseTo(pnl, 7);
    expect(place.return).toBeCloseTo(pnl / before, 7);
  });

  it.each([
    ["recorded equity", true],
    ["no recorded equity", false],
  ])("is each booking on its own day, with %s", async (_, isRecorded) => {
    const name = isRecorded ? "crumb" : "crumb-unrecorded";
    const id = await open(name);
    const openedMs = NOW.getTime() - 10 * DAY_MS;
    await fill(id, { side: "buy", qty: "90", price: 100, atMs: openedMs });
    await fill(id, { side: "sell", qty: "80", price: 150, atMs: openedMs + 5 * DAY_MS });
    if (isRecorded) await record(DAY_FROM_MS, "150");
    await fill(id, { side: "sell", qty: "10", price: 101, atMs: NOW.getTime() - 8 * HOUR_MS });
    await threeTrips(id, 100);
    const small = -6 * 100 * FEE - 3 * 0.2;
    await computeLeaderboard(NOW);
    expect(await pnlOf(name)).toBeCloseTo(10 * (100.9 - 150) - 10 * 100.9 * FEE + small, 1);
    expect(await pnlOf(name)).toBeLessThan(100);
  });

  it("is an open loss at its mark", async () => {
    const id = await open("holder");
    await threeTrips(id, 110);
    await fill(id, { side: "buy", qty: "50", price: 100, atMs: NOW.getTime() - HOUR_MS });
    await world.setMarket("BTCUSDT", 90);
    await computeLeaderboard(NOW);
    const equity = (await balanceOf(id)) + 50 * (90 - 100.1);
    expect(await pnlOf("holder")).toBeCloseTo(equity - 10_000, 6);
    await world.setMarket("BTCUSDT", 100);
  });

  it("is the loss of a portfolio that was reset, and its new opening is capital", async () => {
    const id = await open("reset");
    await threeTrips(id, 50);
    const lost = (await balanceOf(id)) - 10_000;
    await reset(id, NOW.getTime() - HOUR_MS);
    await computeLeaderboard(NOW);
    const { place } = await placeOf("reset", "?window=24h");
    expect(place.pnl).toBeCloseTo(lost, 7);
    expect(place.return).toBeCloseTo(lost / 20_000, 7);
  });

  it("is not a deposit, which is capital", async () => {
    const id = await open("deposit");
    await threeTrips(id, 110);
    const pnl = (await balanceOf(id)) - 10_000;
    await expectOk(id, { type: "adjust", amount: parseMoney("5000"), note: "gift" }, () =>
      buildContext({ nowMs: NOW.getTime() - HOUR_MS }),
    );
    await computeLeaderboard(NOW);
    const { place } = await placeOf("deposit", "?window=24h");
    expect(place.pnl).toBeCloseTo(pnl, 7);
    expect(place.return).toBeCloseTo(pnl / 15_000, 7);
    expect(place.ranks.pnl).toBeNull();
  });

  it("ranks profit in money only among standard openings", async () => {
    await threeTrips(await open("whale", { opening: "1000000" }), 190);
    await computeLeaderboard(NOW);
    expect((await read("?by=pnl")).lines.map(({ name }) => name)).not.toContain("whale");
    expect((await read("?by=return")).lines.map(({ name }) => name)).toContain("whale");
  });

  it("ranks no profit in money that was made on another opening before a reset to the standard one", async () => {
    const atMs = NOW.getTime() - 20 * HOUR_MS;
    for (const [name, opened] of [
      ["whale-before", NOW.getTime() - 40 * DAY_MS],
      ["whale-within", NOW.getTime() - 22 * HOUR_MS],
    ] as const) {
      const id = await open(name, { opening: "1000000", atMs: opened });
      await roundTrip(id, 190, atMs);
      await reset(id, atMs + HOUR_MS);
      await threeTrips(id, 100);
    }
    const standard = await open("standard-reset");
    await roundTrip(standard, 190, atMs);
    await reset(standard, atMs + HOUR_MS);
    await threeTrips(standard, 100);
    await computeLeaderboard(NOW);
    for (const name of ["whale-before", "whale-within"])
      expect((await placeOf(name, "?window=24h")).place, name).toMatchObject({ ranks: { pnl: null } });
    expect((await placeOf("standard-reset", "?window=24h")).place.ranks.pnl).toBeGreaterThan(0);
  });

  it("ranks no profit in money that was made with added money, whenever it was added", async () => {
    const adjust = (id: string, amount: string, atMs: number) =>
      expectOk(id, { type: "adjust", amount: parseMoney(amount), note: "" }, () =>
        buildContext({ nowMs: atMs }),
      );
    for (const [name, atMs] of [
      ["rich-before", NOW.getTime() - 30 * HOUR_MS],
      ["rich-within", NOW.getTime() - 20 * HOUR_MS],
    ] as const) {
      const id = await open(name);
      await adjust(id, "90000", atMs);
      await threeTrips(id, 190);
      if (name === "rich-within") await adjust(id, "-90000", NOW.getTime() - HOUR_MS);
      await computeLeaderboard(NOW);
      expect((await placeOf(name, "?window=24h")).place, name).toMatchObject({ ranks: { pnl: null } });
    }
  });

  it("takes a return on the smallest opening at least, whatever was taken out before", async () => {
    const id = await open("nearly-empty");
    const withdrawal = { type: "adjust", amount: parseMoney("-9990"), note: "" } as const;
    await expectOk(id, withdrawal, () => buildContext({ nowMs: NOW.getTime() - 30 * HOUR_MS }));
    const fromMs = NOW.getTime() - 5 * HOUR_MS;
    for (const [index, exit] of [100, 100, 110].entries()) {
      const atMs = fromMs + index * HOUR_MS;
      await fill(id, { side: "buy", qty: "0.06", price: 100, atMs });
      await fill(id, { side: "sell", qty: "0.06", price: exit, atMs: atMs + 60_000 });
    }
    await computeLeaderboard(NOW);
    const { place } = await placeOf("nearly-empty", "?window=24h");
    expect(place.pnl).toBeGreaterThan(0);
    expect(place.return).toBeCloseTo(place.pnl / 100, 8);
  });

  it("keeps challenges apart from practice, and leaves out those that are void", async () => {
    const id = await open("challenger", { id: "challenge-1", challenge: true });
    await threeTrips(id, 103);
    await computeLeaderboard(NOW);
    expect((await read("?by=pnl")).lines.map(({ name }) => name)).not.toContain("challenger");
    expect((await read("?list=challenge&by=pnl")).lines.map(({ name }) => name)).toEqual(["challenger"]);
    await getDb().challenge.update({ where: { id: "c-challenge-1" }, data: { voidedAt: NOW } });
    await computeLeaderboard(NOW);
    expect((await read("?list=challenge&by=pnl")).lines).toEqual([]);
  });
});

it("opposite bets in two portfolios never rank above zero, whatever is reset or kept open", async () => {
  const random = seededRandom(4);
  const names: string[] = [];
  for (let trial = 0; trial < 10; trial += 1) {
    const name = `hedger-${trial}`;
    names.push(name);
    const legs = [await open(name, { id: `${name}-a` }), await open(name, { id: `${name}-b` })] as const;
    let atMs = NOW.getTime() - 20 * HOUR_MS;
    for (let bet = 0; bet < 3; bet += 1) {
      const exit = 60 + Math.round(random.next() * 800) / 10;
      const qty = (1 + Math.floor(random.next() * 40)).toString();
      for (const [index, side] of (["buy", "sell"] as const).entries()) {
        await fill(legs[index] ?? "", { side, qty, price: 100, atMs });
      }
      for (const [index, side] of (["sell", "buy"] as const).entries()) {
        const isKeptOpen = bet === 2 && random.next() < 0.3;
        if (isKeptOpen) continue;
        const leg = legs[index] ?? "";
        if (random.next() < 0.4) await reset(leg, atMs + HOUR_MS, "10000", exit.toFixed(1));
        else await fill(leg, { side, qty, price: exit, atMs: atMs + HOUR_MS });
      }
      atMs += 3 * HOUR_MS;
      if (bet === 2) await world.setMarket("BTCUSDT", exit);
    }
    await computeLeaderboard(NOW);
    const { place } = await placeOf(name, "?window=24h");
    expect(place, name).not.toBeNull();
    expect(place.pnl, name).toBeLessThan(0);
    expect(place.return, name).toBeLessThan(0);
    expect(place.score, name).toBeLessThan(0);
  }
  await world.setMarket("BTCUSDT", 100);
});
