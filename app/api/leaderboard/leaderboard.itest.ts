import { afterAll, beforeAll, expect, it } from "vitest";
import { PATCH as HIDE, GET as ME } from "@/app/api/leaderboard/me/route";
import { GET } from "@/app/api/leaderboard/route";
import { createTestDatabase } from "@/dev/testing/create-test-database";
import { signInAs } from "@/dev/testing/sign-in-as";
import { buildContext } from "@/dev/testing/trading-fixture";
import { type TestServices, useTestServices } from "@/dev/testing/use-test-services";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { openPortfolio } from "@/lib/db/open-portfolio";
import { runCommand } from "@/lib/db/run-command";
import { computeLeaderboard } from "@/lib/leaderboard/compute-leaderboard";
import type { LeaderboardDto } from "@/lib/schemas/leaderboard";

let services: TestServices;
const NOW_MS = Date.now() - 60_000;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  await trade("anna", "112");
  await trade("ben", "104");
  await trade("cleo", "90");
  await trade("dora", "150");
  await trade("emil", "150");
  await trade("fay", "150");
  const db = getDb();
  await db.user.update({ where: { id: "dora" }, data: { bannedAt: new Date(), banReason: "Test" } });
  await db.user.update({ where: { id: "emil" }, data: { isListed: false } });
  const opening = parseMoney("10000");
  await runCommand("p-fay", { type: "reset", opening }, () => buildContext({ nowMs: NOW_MS + 1_000 }));
  await computeLeaderboard();
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

async function trade(name: string, exit: string): Promise<void> {
  await getDb().user.create({
    data: { id: name, email: `${name}@example.com`, displayName: name, isListed: true },
  });
  const id = `p-${name}`;
  await openPortfolio({
    id,
    userId: name,
    name: "Practice",
    kind: "PRACTICE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: NOW_MS - 1_000,
  });
  const at = (afterMs: number, price: string) => () => buildContext({ nowMs: NOW_MS + afterMs, price });
  const order = {
    orderId: "order-0001",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("1"),
  } as const;
  await runCommand(id, { type: "submit", order }, at(0, "100"));
  await runCommand(id, { type: "execute", orderId: "order-0001" }, at(10, "100"));
  const close = { symbol: "BTCUSDT", fraction: ONE, orderId: "order-0002" };
  await runCommand(id, { type: "close-position", ...close }, at(20, exit));
  await runCommand(id, { type: "execute", orderId: "order-0002" }, at(30, exit));
}

async function read(query: string): Promise<LeaderboardDto> {
  return (await GET(new Request(`http://localhost:3000/api/leaderboard${query}`))).json();
}

it("ranks those who closed a trade, without the banned, the unlisted and those who began anew", async () => {
  for (const by of ["pnl", "return", "score"]) {
    const board = await read(`?window=7d&by=${by}`);
    expect(board.lines.map(({ rank }) => rank).at(0)).toBe(1);
    expect(board.lines.map(({ name }) => name).sort()).toEqual(["anna", "ben", "cleo"]);
  }
  const board = await read("");
  expect(board.lines.map(({ name }) => name)).toEqual(["anna", "ben", "cleo"]);
  expect(board.ranked).toBe(3);
  const portfolio = await getDb().portfolio.findUniqueOrThrow({ where: { id: "p-anna" } });
  expect(board.lines[0]?.pnl).toBeCloseTo(portfolio.balance.toNumber() - 10_000, 9);
  expect(JSON.stringify(board)).not.toContain("@");
});

it("tells everybody their own place, and those without one so", async () => {
  const ask = async (userId: string) => {
    const { cookie } = await signInAs({ userId });
    const request = new Request("http://localhost:3000/api/leaderboard/me?window=30d", {
      headers: { cookie },
    });
    return (await ME(request)).json();
  };
  expect(await ask("cleo")).toMatchObject({ place: { ranks: { pnl: 3, return: 3, score: 3 } } });
  expect(await ask("fay")).toEqual({ window: "30d", place: null });
});

it("replaces a run as a whole, and keeps one", async () => {
  await computeLeaderboard();
  expect(await getDb().leaderboardRun.count()).toBe(1);
  expect(await getDb().leaderboardEntry.count()).toBe(9);
  expect((await read("?window=24h&by=score")).lines).toHaveLength(3);
});

it("leaves out whoever does not want to be listed, from the next run on", async () => {
  const { cookie } = await signInAs({ userId: "ben" });
  const answer = await HIDE(
    new Request("http://localhost:3000/api/leaderboard/me", {
      method: "PATCH",
      headers: { cookie, "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify({ isListed: false }),
    }),
  );
  expect(answer.status).toBe(200);
  await computeLeaderboard();
  expect((await read("")).lines.map(({ name }) => name)).toEqual(["anna", "cleo"]);
});
