import S3rver from "s3rver";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as COMMENT } from "@/app/api/coach/comments/route";
import { PATCH, GET as READ } from "@/app/api/journal/[id]/route";
import { DELETE as REVOKE_COACH } from "@/app/api/journal/coaches/[coach]/route";
import { POST as CREATE_COACH } from "@/app/api/journal/coaches/route";
import { DELETE as ERASE_COMMENT } from "@/app/api/journal/comments/[comment]/route";
import { GET as READ_DAY, PUT as WRITE_DAY } from "@/app/api/journal/days/[day]/route";
import { GET as EXPORT_CSV } from "@/app/api/journal/export.csv/route";
import { GET as EXPORT_JSON } from "@/app/api/journal/export.json/route";
import { GET as HEATMAP } from "@/app/api/journal/heatmap/route";
import { GET as METRICS } from "@/app/api/journal/metrics/route";
import {
  PUT as CHANGE_PLAYBOOK,
  DELETE as DELETE_PLAYBOOK,
} from "@/app/api/journal/playbooks/[playbook]/route";
import { GET as PLAYBOOKS, POST as WRITE_PLAYBOOK } from "@/app/api/journal/playbooks/route";
import { GET as REVIEW } from "@/app/api/journal/review/route";
import { GET as LIST } from "@/app/api/journal/route";
import { GET as PICTURE, DELETE as REMOVE_PICTURE } from "@/app/api/journal/screenshots/[screenshot]/route";
import { POST as ADD_PICTURE, GET as PICTURES } from "@/app/api/journal/screenshots/route";
import { recordProof } from "@/lib/auth/recent-proof";
import { ONE, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { findEntryFacets } from "@/lib/db/journal/journal";
import { storeClosedCandles } from "@/lib/db/market/candles";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { getEnv } from "@/lib/infra/env/env";
import { getObjectStorage } from "@/lib/infra/storage/object-storage";
import { findCoach } from "@/lib/journal/coach/find-coach";
import { readCoachJournal } from "@/lib/journal/coach/read-coach-journal";
import type { CreatedCoach } from "@/lib/schemas/coach";
import { readJournalFilter } from "@/lib/schemas/journal";
import type {
  HeatmapDto,
  JournalEntryDetail,
  JournalMetricsDto,
  JournalPage,
  ReviewDto,
} from "@/lib/schemas/journal-responses";
import type { ScreenshotDto } from "@/lib/schemas/screenshots";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
let cookie: string;
let userId: string;
let sessionId: string;
const NOW_MS = Date.now() - 60_000;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  const opened = await openTestPortfolio({ id: "p1", nowMs: NOW_MS - 1_000, opening: parseMoney("10000") });
  userId = (await getDb().portfolio.findUniqueOrThrow({ where: { id: opened.portfolioId } })).userId;
  ({ cookie, sessionId } = await signInAs({ userId }));
  await trade("order-0001", "100", "110");
  await trade("order-0002", "100", "95");
  await trade("order-0003", "100", "104");
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

let clockMs = NOW_MS;
async function trade(id: string, entry: string, exit: string): Promise<void> {
  const at = (price: string) => {
    clockMs += 100;
    const nowMs = clockMs;
    return () => buildContext({ nowMs, price });
  };
  const order = { orderId: id, symbol: "BTCUSDT", side: "buy", kind: "market", qty: parseQty("2") } as const;
  const [open, close] = [at(entry), at(exit)];
  await executeCommand("p1", { type: "submit", order }, open);
  await executeCommand("p1", { type: "execute", orderId: id }, open);
  const closing = { symbol: "BTCUSDT", fraction: ONE, orderId: `${id}-c` };
  await executeCommand("p1", { type: "close-position", ...closing }, close);
  await executeCommand("p1", { type: "execute", orderId: `${id}-c` }, close);
}

const call = (path: string, who = cookie) =>
  new Request(`http://localhost:3000/api/journal${path}`, { headers: { cookie: who } });
const patch = (body: unknown, who = cookie) =>
  new Request("http://localhost:3000/api/journal/x", {
    method: "PATCH",
    headers: { cookie: who, "content-type": "application/json", origin: "http://localhost:3000" },
    body: JSON.stringify(body),
  });
const entryOf = (id: string) => ({ params: Promise.resolve({ id }) });

async function listEntries(path = "", who = cookie): Promise<JournalPage> {
  return (await LIST(call(path, who))).json();
}

it("lists closed trades newest first and pages through them without repeating one", async () => {
  const all = await listEntries();
  expect(all.entries.map((entry) => Math.sign(Number(entry.net)))).toEqual([1, -1, 1]);
  const first = await listEntries("?limit=2");
  const second = await listEntries(`?limit=2&cursor=${first.nextCursor}`);
  expect([...first.entries, ...second.entries]).toEqual(all.entries);
  expect((await listEntries("?outcome=loss")).entries).toHaveLength(1);
  expect((await LIST(call("?cursor=nonsense"))).status).toBe(400);
});

it("sorts by a column and pages through that order", async () => {
  const nets = async (query: string) => {
    const first = await listEntries(`?sort=net&limit=2&${query}`);
    const second = await listEntries(`?sort=net&limit=2&${query}&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeNull();
    return [...first.entries, ...second.entries].map(({ net }) => Number(net));
  };
  const rising = await nets("order=asc");
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  expect(await nets("order=desc")).toEqual([...rising].reverse());
  expect((await LIST(call("?sort=net&cursor=nonsense"))).status).toBe(400);
  expect((await LIST(call("?sort=notes"))).status).toBe(400);
});

it("stores one's own note on a day, and deletes it with an empty one", async () => {
  const ask = async (method: "GET" | "PUT", day: string, note?: string, who = cookie) => {
    const init = {
      method,
      headers: { cookie: who, origin: "http://localhost:3000", "content-type": "application/json" },
      ...(note !== undefined && { body: JSON.stringify({ note }) }),
    };
    const request = new Request(`http://localhost:3000/api/journal/days/${day}`, init);
    return (method === "GET" ? READ_DAY : WRITE_DAY)(request, { params: Promise.resolve({ day }) });
  };
  const read = async (who = cookie) => (await (await ask("GET", "2026-11-24", undefined, who)).json()).note;
  expect(await read()).toBe("");
  expect((await ask("PUT", "2026-11-24", " Overtraded <b> ")).status).toBe(200);
  expect(await read()).toBe("Overtraded <b>");
  const other = await openTestPortfolio({ id: "noteless", nowMs: NOW_MS });
  expect(await read((await signInAs({ userId: other.userId })).cookie)).toBe("");
  expect((await ask("PUT", "2026-11-24", "")).status).toBe(200);
  expect(await getDb().dayNote.count()).toBe(0);
  expect((await ask("PUT", "2026-02-30", "x")).status).toBe(400);
  expect((await ask("PUT", "2026-11-24", "x".repeat(20_001))).status).toBe(400);
});

it("counts results inside the user's break-even band as neither won nor lost, in figures and filters", async () => {
  const setBand = (preferences: object) =>
    getDb().user.update({ where: { id: userId }, data: { preferences } });
  const read = async (): Promise<JournalMetricsDto> => (await METRICS(call("/metrics"))).json();
  await setBand({ breakEvenBand: "1000000" });
  expect(await read()).toMatchObject({ wins: 0, losses: 0, breakEvens: 3, breakEvenBand: "1000000" });
  expect((await listEntries("?outcome=win")).entries).toEqual([]);
  expect((await listEntries("?outcome=loss")).entries).toEqual([]);
  await setBand({});
  expect(await read()).toMatchObject({ wins: 2, losses: 1, breakEvens: 0, breakEvenBand: "0" });
});

it("adds up: journal, calendar and balance tell one story", async () => {
  const { entries } = await listEntries();
  const portfolio = await getDb().portfolio.findUniqueOrThrow({ where: { id: "p1" } });
  const net = entries.reduce((sum, entry) => sum + Number(entry.net), 0);
  expect(net).toBeCloseTo(portfolio.balance.toNumber() - 10_000, 9);
  const year = new Date(NOW_MS).getUTCFullYear();
  const heatmap: HeatmapDto = await (await HEATMAP(call(`/heatmap?year=${year}&zone=UTC`))).json();
  expect(Number(heatmap.net)).toBeCloseTo(net, 9);
  expect(heatmap.months.reduce((sum, { closed }) => sum + closed, 0)).toBe(3);
  const metrics: JournalMetricsDto = await (await METRICS(call("/metrics"))).json();
  expect(metrics).toMatchObject({ count: 3, wins: 2, losses: 1 });
  expect(metrics.figures.averageR).toEqual({ value: null, why: "no_initial_stop" });
});

it("measures drawdown from equity with its open profit, and not where trades are picked", async () => {
  const who = await openWithSnapshots("equity", [
    ["2026-06-01T00:01:00Z", "10300"],
    ["2026-06-01T00:02:00Z", "9700"],
    ["2026-06-01T00:03:00Z", "10010"],
  ]);
  const { equity }: JournalMetricsDto = await (
    await METRICS(call("/metrics?portfolioId=equity&to=2026-06-01T00:04:00Z", who))
  ).json();
  expect(equity).toMatchObject({
    profit: "10",
    maxDrawdown: { amount: "600", fraction: expect.stringMatching(/^0\.0582524/) },
    figures: { sharpe: { value: null, why: "too_few_days" }, calmar: { value: null, why: "too_few_days" } },
  });
  expect(equity?.curve.map(({ profit }) => profit)).toEqual(["0", "300", "-300", "10", "10"]);
  const picked: JournalMetricsDto = await (await METRICS(call("/metrics?side=long", who))).json();
  expect(picked.equity).toBeNull();
});

it("A1: a good second day has no CAGR, and the page stands", async () => {
  const who = await openWithSnapshots("good-day", [
    ["2026-06-01T20:15:00Z", "10000"],
    ["2026-06-02T10:00:00Z", "9900"],
    ["2026-06-02T21:15:00Z", "11500"],
  ]);
  const response = await METRICS(call("/metrics?to=2026-06-02", who));
  expect(response.status).toBe(200);
  const { equity }: JournalMetricsDto = await response.json();
  expect(equity?.figures.calmar).toEqual({ value: null, why: "short_history" });
  expect(equity?.figures.cagr).toEqual({ value: null, why: "short_history" });
});

it("A2: days after the last snapshot count like those in between, up to the end or a lock", async () => {
  const who = await openWithSnapshots("idle", [
    ["2026-06-01T12:00:00Z", "10100"],
    ["2026-06-02T12:00:00Z", "9999"],
  ]);
  const sharpeThrough = async (day: string) => {
    const { equity }: JournalMetricsDto = await (await METRICS(call(`/metrics?to=${day}`, who))).json();
    return Number(equity?.figures.sharpe.value);
  };
  const sharpeOf = (returns: number[]) => {
    const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
    const squares = returns.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    return (mean / Math.sqrt(squares / (returns.length - 1))) * Math.sqrt(365);
  };
  const traded = [0.01, 9_999 / 10_100 - 1];
  const idle = (days: number) => [...traded, ...Array.from({ length: days }, () => 0)];
  expect(await sharpeThrough("2026-06-02")).toBeCloseTo(sharpeOf(traded), 6);
  expect(await sharpeThrough("2026-06-12")).toBeCloseTo(sharpeOf(idle(10)), 6);
  const lockedAt = new Date("2026-06-05T12:00:00Z");
  await getDb().portfolio.update({ where: { id: "idle" }, data: { lockReason: "phase_passed", lockedAt } });
  expect(await sharpeThrough("2026-06-12")).toBeCloseTo(sharpeOf(idle(3)), 6);
});

it("A6: what was lost since the last snapshot counts when a portfolio is reset", async () => {
  const openedMs = Date.parse("2026-06-01T00:00:00Z");
  const { portfolioId, userId } = await openTestPortfolio({ id: "reset", nowMs: openedMs, leverage: "10" });
  const run = (command: Parameters<typeof executeCommand>[1], minute: number, price: string) =>
    executeCommand(portfolioId, command, () => buildContext({ nowMs: openedMs + minute * 60_000, price }));
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  await run({ type: "submit", order: { ...order, qty: parseQty("400") } }, 16, "100");
  await run({ type: "execute", orderId: order.orderId }, 16, "100");
  const reset = await run({ type: "reset", opening: parseMoney("10000") }, 25, "91");
  expect(reset.ok && reset.state.balance).toBe(parseMoney("10000"));
  await grantPro(userId);
  const who = (await signInAs({ userId })).cookie;
  const [entry] = (await listEntries("", who)).entries;
  const { equity, net }: JournalMetricsDto = await (await METRICS(call("/metrics", who))).json();
  expect(Number(net)).toBeLessThan(-3_600);
  expect(equity).toMatchObject({ profit: entry?.net, maxDrawdown: { amount: entry?.net.slice(1) } });
});

/** A portfolio opened with 10,000 on 1 June 2026 with these later snapshots, and the cookie of its owner. */
async function openWithSnapshots(id: string, snapshots: [at: string, equity: string][]): Promise<string> {
  const opened = await openTestPortfolio({ id, nowMs: Date.parse("2026-06-01T00:00:00Z") });
  await getDb().equitySnapshot.createMany({
    data: snapshots.map(([at, equity]) => ({ portfolioId: id, at: new Date(at), equity, balance: 10_000 })),
  });
  // A free account sees only the newest days.
  await grantPro(opened.userId);
  return (await signInAs({ userId: opened.userId })).cookie;
}

async function grantPro(holder: string): Promise<void> {
  const day = 86_400_000;
  const [startsAt, endsAt] = [-day, day].map((ms) => new Date(Date.now() + ms)) as [Date, Date];
  await getDb().grant.create({ data: { userId: holder, product: "pro", auditId: holder, startsAt, endsAt } });
}

it("replays the first stop and target, left alone, from the candles after the entry", async () => {
  const openedMs = Date.now() - 60_000;
  const { portfolioId, userId } = await openTestPortfolio({ id: "p2", nowMs: openedMs - 1_000 });
  const run = (command: Parameters<typeof executeCommand>[1], afterMs: number, price: string) =>
    executeCommand(portfolioId, command, () => buildContext({ nowMs: openedMs + afterMs, price }));
  const attached = {
    stopLoss: { price: parsePrice("95"), by: "last" },
    takeProfit: { price: parsePrice("110"), by: "last" },
  } as const;
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market", attached } as const;
  await run({ type: "submit", order: { ...order, qty: parseQty("2") } }, 0, "100");
  await run({ type: "execute", orderId: order.orderId }, 0, "100");
  const closing = { symbol: "BTCUSDT", fraction: ONE, orderId: "order-0002" };
  await run({ type: "close-position", ...closing }, 10, "101");
  await run({ type: "execute", orderId: closing.orderId }, 10, "101");
  await storeMinutes(openedMs, (minute) => (minute < 7 ? ["101", "104", "99"] : ["108", "112", "107"]));
  const who = (await signInAs({ userId })).cookie;
  const [entry] = ((await (await LIST(call("", who))).json()) as JournalPage).entries;
  const ask = async (cookieOf: string) =>
    READ(call(`/${entry?.id}`, cookieOf), entryOf(entry?.id ?? "")) as Promise<Response>;
  const detail: JournalEntryDetail = await (await ask(who)).json();
  expect(detail).toMatchObject({
    initialStop: "95",
    initialTarget: "110",
    plannedRewardToRisk: { why: null },
  });
  expect(detail.untouched).toEqual({
    exit: "target",
    price: "110",
    at: new Date(Math.floor(openedMs / 60_000) * 60_000 + 7 * 60_000).toISOString(),
    gross: "19.8",
    why: null,
  });
  expect(Number(detail.untouched.why === null && detail.untouched.gross)).toBeGreaterThan(
    Number(detail.gross),
  );
  expect((await ask(cookie)).status).toBe(404);
});

/** Stores the minute candles around an instant: open, high and low by minute; the close is the open. */
async function storeMinutes(
  aroundMs: number,
  shape: (minute: number) => readonly [string, string, string],
): Promise<void> {
  const first = Math.floor(aroundMs / 60_000) * 60_000;
  const candles = Array.from({ length: 1_101 }, (_, index) => {
    const [open, high, low] = shape(index - 100);
    const startMs = first + (index - 100) * 60_000;
    return { startMs, open, high, low, close: open, volume: "1", turnover: "100" };
  });
  await storeClosedCandles({ venue: getEnv().MARKET_ID, symbol: "BTCUSDT", interval: "1" }, candles);
}

it("K14: R counts each entry by the stop that stood when it was made", async () => {
  const openedMs = Date.now() - 30_000;
  const { portfolioId, userId } = await openTestPortfolio({ id: "two-entries", nowMs: openedMs });
  const run = (command: Parameters<typeof executeCommand>[1], price: string) =>
    executeCommand(portfolioId, command, () => buildContext({ nowMs: openedMs + 1_000, price }));
  const order = { symbol: "BTCUSDT", side: "buy", kind: "market", qty: parseQty("1") } as const;
  const stopAt = (price: string) => ({ price: parsePrice(price), by: "last" as const });
  const attached = { stopLoss: stopAt("95"), takeProfit: null };
  // Bought at the ask, a tick above the price.
  await run({ type: "submit", order: { ...order, orderId: "order-0001", attached } }, "99.9");
  await run({ type: "execute", orderId: "order-0001" }, "99.9");
  await run(
    { type: "set-position-stops", symbol: "BTCUSDT", stopLoss: stopAt("115"), takeProfit: null },
    "119.9",
  );
  await run({ type: "submit", order: { ...order, orderId: "order-0002" } }, "119.9");
  await run({ type: "execute", orderId: "order-0002" }, "119.9");
  await run({ type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: "order-0003" }, "130.1");
  await run({ type: "execute", orderId: "order-0003" }, "130.1");
  const [entry] = (await listEntries("", (await signInAs({ userId })).cookie)).entries;
  expect(entry).toMatchObject({ risk: "10", gross: "40", initialStop: "95" });
  expect(Number(entry?.r.value)).toBeCloseTo(Number(entry?.net) / (10 + Number(entry?.fees)), 8);
});

it("says the week in words, the same trades in the same words", async () => {
  const week = mondayOf(new Date(NOW_MS).toISOString().slice(0, 10));
  const ask = async (who = cookie) =>
    (await (await REVIEW(call(`/review?week=${week}&zone=UTC`, who))).json()) as ReviewDto;
  const { sentences, comparison, best, worst, question } = await ask();
  expect(sentences[0]).toMatch(/^3 trades closed, \+\d+\.\d\d USDT net: 2 won, 1 lost, 0 break-even\.$/);
  expect(sentences).toContain("3 trades had no stop.");
  expect((await ask()).sentences).toEqual(sentences);
  expect(question).toContain("3 trades had no stop");
  expect(Number(best?.net)).toBeGreaterThan(0);
  expect(Number(worst?.net)).toBeLessThan(0);
  const figures = Object.fromEntries(comparison.figures.map(({ name, week: { value } }) => [name, value]));
  expect(figures).toMatchObject({ trades: "3", winRate: "0.66666667" });
  expect(sentences[0]).toContain(`+${Number(figures.net).toFixed(2)} USDT net`);
  const other = await signInAs({ userId: "someone-else" });
  expect((await ask(other.cookie)).sentences).toEqual(["No trade was closed this week."]);
});

it("says what is wrong with a zone that does not exist", async () => {
  const response = await HEATMAP(call("/heatmap?year=2026&zone=Mars/Olympus"));
  expect(response.status).toBe(400);
  expect((await response.json()).error.message).toContain("is not a time zone");
});

it("keeps the trader's words, as text, and only on one's own entries", async () => {
  const [entry] = (await listEntries()).entries;
  if (!entry) throw new Error("There is no entry.");
  const words = {
    notes: "held too long",
    tags: ["<script>alert(1)</script>", "late"],
    rating: 4,
    setup: "pullback",
    moodBefore: 2,
    moodAfter: 5,
  };
  const saved = await PATCH(patch(words), entryOf(entry.id));
  expect(await saved.json()).toMatchObject(words);
  expect((await listEntries("?tag=late")).entries).toHaveLength(1);
  const { breakdowns }: JournalMetricsDto = await (await METRICS(call("/metrics"))).json();
  expect(breakdowns.moodBefore).toMatchObject([{ name: "2", count: 1, net: entry.net }]);
  expect(breakdowns.moodAfter).toMatchObject([{ name: "5", count: 1, net: entry.net }]);
  for (const wrong of [0, 6, 2.5, "3"]) {
    expect((await PATCH(patch({ moodBefore: wrong }), entryOf(entry.id))).status).toBe(400);
  }
  const other = await signInAs({ userId: "someone-else" });
  expect((await PATCH(patch({ notes: "mine" }, other.cookie), entryOf(entry.id))).status).toBe(404);
  expect((await LIST(call("", other.cookie))).status).toBe(200);
  expect((await PATCH(patch({ notes: "x".repeat(1_000_000) }), entryOf(entry.id))).status).toBe(413);
  expect((await PATCH(patch({ notes: "x".repeat(20_001) }), entryOf(entry.id))).status).toBe(400);
  expect((await PATCH(patch({ rating: 6 }), entryOf(entry.id))).status).toBe(400);
  expect((await PATCH(patch({}), entryOf(entry.id))).status).toBe(400);
});

it("measures trades by playbook: its rules, its name, its limits, and only one's own", async () => {
  const ask = async (method: "POST" | "PUT" | "DELETE", body?: unknown, id = "", who = cookie) => {
    const init = {
      method,
      headers: { cookie: who, "content-type": "application/json", origin: "http://localhost:3000" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const request = new Request(`http://localhost:3000/api/journal/playbooks/${id}`, init);
    const context = { params: Promise.resolve({ playbook: id }) };
    if (method === "POST") return WRITE_PLAYBOOK(request, { params: Promise.resolve({}) });
    return (method === "PUT" ? CHANGE_PLAYBOOK : DELETE_PLAYBOOK)(request, context);
  };
  const codeOf = async (response: Response) => [response.status, (await response.json()).error.code];
  const rules = ["Waited for the close", "Risk of 1 %"];
  const written = await ask("POST", { name: "retest", rules });
  expect(written.status).toBe(201);
  const { id } = (await written.json()) as { id: string };
  expect(await codeOf(await ask("POST", { name: "retest" }))).toEqual([409, "playbook_name_taken"]);
  for (const wrong of [
    ["a;b"],
    ["a\nb"],
    ["a", "a"],
    Array.from({ length: 21 }, String),
    ["x".repeat(201)],
  ]) {
    expect((await ask("POST", { name: "x", rules: wrong })).status).toBe(400);
  }
  const [entry] = (await listEntries()).entries;
  if (!entry) throw new Error("There is no entry.");
  const tick = (rulesKept: string[]) => PATCH(patch({ setup: "retest", rulesKept }), entryOf(entry.id));
  expect((await tick(["Not a rule"])).status).toBe(400);
  expect(await (await tick([rules[1] ?? ""])).json()).toMatchObject({
    rulesKept: ["Risk of 1 %"],
    rulesBroken: ["Waited for the close"],
  });
  expect((await ask("PUT", { name: "second retest", rules }, id)).status).toBe(200);
  const read = async (path = ""): Promise<JournalMetricsDto> =>
    (await METRICS(call(`/metrics${path}`))).json();
  const [own, none] = (await read()).playbooks;
  expect(own).toMatchObject({
    name: "second retest",
    count: 1,
    net: entry.net,
    rulesKept: { value: "0.5" },
    allKept: { count: 0 },
    notAllKept: { count: 1, net: entry.net },
  });
  expect(none).toMatchObject({ name: null, count: 2, rulesKept: { why: "no_checklist" } });
  expect((await read("?setup=second%20retest")).playbooks).toMatchObject([{ count: 1 }]);
  const other = (await signInAs({ userId: "someone-else" })).cookie;
  expect(await codeOf(await ask("PUT", { name: "mine", rules: [] }, id, other))).toEqual([404, "not_found"]);
  expect((await ask("DELETE", undefined, id, other)).status).toBe(404);
  expect(await (await PLAYBOOKS(call("/playbooks", other))).json()).toEqual({ playbooks: [] });
  // Fifty for one person: four more are written at once where one place is left.
  await getDb().playbook.createMany({
    data: Array.from({ length: 48 }, (_, index) => ({ userId, name: `p ${index}`, description: "" })),
  });
  const last = await Promise.all(["a", "b", "c", "d"].map((name) => ask("POST", { name })));
  expect(last.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
  await getDb().playbook.deleteMany({ where: { userId, id: { not: id } } });
  expect((await ask("DELETE", undefined, id)).status).toBe(204);
  expect((await read()).playbooks).toEqual([]);
  const emptied = await (await PATCH(patch({ setup: entry.setup }), entryOf(entry.id))).json();
  expect(emptied).toMatchObject({ setup: entry.setup, rulesKept: [], rulesBroken: [] });
});

it("filters by every word and by whole days of the trader's zone, alike in list, figures and page", async () => {
  const [newest, loser] = (await listEntries()).entries;
  await PATCH(patch({ mistakes: ["fomo"], setup: "range", rating: 2 }), entryOf(loser?.id ?? ""));
  const [day, after] = [0, 86_400_000].map((ms) => new Date(NOW_MS + ms).toISOString().slice(0, 10));
  const matches: [string, number][] = [
    ["symbol=BTCUSDT", 3],
    ["symbol=ETHUSDT", 0],
    ["side=long", 3],
    ["side=short", 0],
    ["setup=range", 1],
    ["mistake=fomo", 1],
    ["minRating=3", 1],
    ["minRating=2", 2],
    ["outcome=loss&setup=pullback", 0],
    ["exitReason=manual", 3],
    ["exitReason=stop", 0],
    [`from=${day}&to=${day}&zone=UTC`, 3],
    [`from=${after}&zone=UTC`, 0],
    [`to=${day}&zone=Pacific/Kiritimati`, countBefore(day ?? "", 14)],
    ["portfolioId=someone-elses", 0],
    ["review=needed", 1],
  ];
  for (const [query, count] of matches) {
    expect((await listEntries(`?${query}`)).entries, query).toHaveLength(count);
    const metrics: JournalMetricsDto = await (await METRICS(call(`/metrics?${query}`))).json();
    expect(metrics.count, query).toBe(count);
  }
  const read = readJournalFilter({ symbol: "", side: "up", minRating: "3", from: day, tag: ["a", "b"] });
  expect(read).toEqual({ minRating: 3, from: day });
  expect(await findEntryFacets(userId)).toEqual({
    symbols: ["BTCUSDT"],
    setups: ["pullback", "range"],
    tags: ["<script>alert(1)</script>", "late"],
    mistakes: ["fomo"],
    portfolios: [{ id: expect.any(String), name: expect.any(String) }],
  });
  expect((await findEntryFacets("someone-else")).symbols).toEqual([]);
  expect(newest?.setup).toBe("pullback");
  for (const from of ["yesterday", "2026-02-30", "9999-12-31", "0000-01-01T00:00:00Z"]) {
    expect((await LIST(call(`?from=${from}`))).status, from).toBe(400);
    expect((await LIST(call(`?to=${from}`))).status, from).toBe(400);
  }
});

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/** The number of trades closed before the end of the day in a zone this far ahead of UTC. */
function countBefore(day: string, aheadHours: number): number {
  return NOW_MS < Date.parse(`${day}T00:00:00Z`) + (24 - aheadHours) * 3_600_000 ? 3 : 0;
}

it("keeps pictures of one's own trades and days, up to ten each, for oneself alone", async () => {
  const picture = await sharp({ create: { width: 30, height: 20, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const add = (query: string, body: Buffer = picture, who = cookie) =>
    ADD_PICTURE(
      new Request(`http://localhost:3000/api/journal/screenshots?${query}`, {
        method: "POST",
        headers: { cookie: who, origin: "http://localhost:3000" },
        body: new Uint8Array(body),
      }),
    );
  const list = async (query: string) =>
    ((await (await PICTURES(call(`/screenshots?${query}`))).json()) as { screenshots: ScreenshotDto[] })
      .screenshots;
  const { entries } = (await (await LIST(call("?limit=1"))).json()) as JournalPage;
  const [query, id] = [`entry=${entries[0]?.id}`, entries[0]?.id];
  const added = await add(query);
  expect(added.status).toBe(201);
  const stored = (await added.json()) as ScreenshotDto;
  expect(stored).toMatchObject({ width: 30, height: 20 });
  expect(await list(query)).toEqual([stored]);
  expect(await list("day=2026-11-24")).toEqual([]);
  const other = (await signInAs({ userId: "someone-else" })).cookie;
  const params = { params: Promise.resolve({ screenshot: stored.id }) };
  const read = (who: string) => PICTURE(call(`/screenshots/${stored.id}`, who), params);
  const content = await read(cookie);
  expect(content.headers.get("content-type")).toBe("image/webp");
  expect((await sharp(await content.arrayBuffer()).metadata()).width).toBe(30);
  expect((await read(other)).status).toBe(404);
  expect((await add(query, picture, other)).status).toBe(404);
  expect((await add("entry=none")).status).toBe(404);
  expect((await add(`${query}&day=2026-11-24`)).status).toBe(400);
  expect((await add("day=2026-11-24", Buffer.alloc(5 * 1_024 * 1_024 + 1))).status).toBe(413);
  expect((await add("day=2026-11-24", Buffer.from("<svg/>"))).status).toBe(415);
  for (let count = 1; count < 10; count += 1)
    await getDb().screenshot.create({
      data: { userId, id: `more-${count}`, entryId: id ?? "", size: 1, width: 1, height: 1 },
    });
  expect((await add(query)).status).toBe(422);
  const remove = (who: string) =>
    REMOVE_PICTURE(
      new Request(`http://localhost:3000${stored.path}`, {
        method: "DELETE",
        headers: { cookie: who, origin: "http://localhost:3000" },
      }),
      params,
    );
  expect((await remove(other)).status).toBe(404);
  expect((await remove(cookie)).status).toBe(204);
  expect((await read(cookie)).status).toBe(404);
});

it("keeps pictures in a bucket where one is set, and its content is gone with the picture", async () => {
  const bucket = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: await createTemporaryFolder("bucket"),
    configureBuckets: [{ name: "pictures", configs: [] }],
  });
  const { port } = await bucket.run();
  const env = getEnv();
  Object.assign(env, {
    S3_BUCKET: "pictures",
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_ACCESS_KEY_ID: "S3RVER",
    S3_SECRET_ACCESS_KEY: "S3RVER",
  });
  try {
    const body = await sharp({ create: { width: 12, height: 8, channels: 3, background: "blue" } })
      .png()
      .toBuffer();
    const add = () =>
      ADD_PICTURE(
        new Request("http://localhost:3000/api/journal/screenshots?day=2026-11-25", {
          method: "POST",
          headers: { cookie, origin: "http://localhost:3000" },
          body: new Uint8Array(body),
        }),
      );
    const { id, path } = (await (await add()).json()) as ScreenshotDto;
    const params = { params: Promise.resolve({ screenshot: id }) };
    expect((await getDb().screenshot.findFirstOrThrow({ where: { id } })).content).toBeNull();
    const read = () => PICTURE(call(`/screenshots/${id}`), params);
    expect((await sharp(await (await read()).arrayBuffer()).metadata()).width).toBe(12);
    const storage = getObjectStorage();
    const key = `screenshots/${userId}/${id}.webp`;
    expect(await storage?.get(key)).not.toBeNull();
    const removal = new Request(`http://localhost:3000${path}`, {
      method: "DELETE",
      headers: { cookie, origin: "http://localhost:3000" },
    });
    expect((await REMOVE_PICTURE(removal, params)).status).toBe(204);
    expect(await storage?.get(key)).toBeNull();
    await bucket.close();
    expect((await add()).status).toBe(503);
  } finally {
    Object.assign(env, { S3_BUCKET: undefined });
  }
});

it("exports CSV for those who may, with formulas disarmed", async () => {
  expect((await EXPORT_CSV(call("/export.csv"))).status).toBe(403);
  await grantPro(userId);
  const [entry] = (await listEntries()).entries;
  await PATCH(patch({ notes: '=HYPERLINK("http://x")' }), entryOf(entry?.id ?? ""));
  const response = await EXPORT_CSV(call("/export.csv"));
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const text = await response.text();
  expect(text.split("\r\n")).toHaveLength(5);
  expect(text).toContain('"\'=HYPERLINK(""http://x"")"');
});

it("exports whole lines while the trader goes on trading", async () => {
  const exportNow = async () =>
    (await (await EXPORT_JSON(call("/export.json"))).json()) as { entries: unknown[] };
  const before = (await exportNow()).entries;
  const [, ...during] = await Promise.all([
    trade("order-0004", "100", "101"),
    exportNow(),
    exportNow(),
    exportNow(),
  ]);
  const after = (await exportNow()).entries;
  expect(after).toHaveLength(before.length + 1);
  for (const { entries } of during) expect([before, after]).toContainEqual(entries);
});

it("a coach reads and comments by a link until it is taken back, and nothing of another journal", async () => {
  const send = (method: string, body: object | undefined, who = cookie) =>
    new Request("http://localhost:3000/api/journal/coaches", {
      method,
      headers: { cookie: who, origin: "http://localhost:3000", "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
  const noParams = { params: Promise.resolve({}) };
  const create = () => CREATE_COACH(send("POST", { name: "Ann" }), noParams);
  await recordProof(sessionId, 0);
  expect((await create()).status).toBe(403);
  await recordProof(sessionId);
  const created = await create();
  expect(created.status).toBe(201);
  const { coach, url } = (await created.json()) as CreatedCoach;
  const token = url.split("/").at(-1) ?? "";
  const stored = await getDb().coachLink.findFirstOrThrow({ where: { id: coach.id } });
  expect(JSON.stringify(stored)).not.toContain(token);
  const read = async () => {
    const link = await findCoach(token);
    return link && readCoachJournal(link, undefined);
  };
  const [day] = (await read())?.days ?? [];
  const entry = day?.trades[0]?.entry;
  if (!day || !entry) throw new Error("The coach sees no trade.");
  const comment = async (body: object) =>
    (await COMMENT(send("POST", { token, text: " Well waited. ", ...body }, ""))).status;
  expect(await comment({ entryId: entry.id })).toBe(201);
  expect(await comment({ day: day.day })).toBe(201);
  expect(await comment({})).toBe(400);
  expect(await comment({ entryId: entry.id, day: day.day })).toBe(400);
  expect(await comment({ entryId: "of-another.1" })).toBe(404);
  expect(await comment({ day: day.day, token: "0".repeat(43) })).toBe(404);
  const [shown] = (await read())?.days ?? [];
  expect(shown?.comments).toMatchObject([{ author: "Ann", text: "Well waited." }]);
  expect(shown?.trades[0]?.comments).toMatchObject([{ author: "Ann", text: "Well waited." }]);
  const remove = async (who: string) => {
    const params = Promise.resolve({ coach: coach.id });
    return (await REVOKE_COACH(send("DELETE", undefined, who), { params })).status;
  };
  const other = await signInAs({ userId: "someone-else" });
  const erase = async (who: string) => {
    const params = Promise.resolve({ comment: shown?.comments[0]?.id ?? "" });
    return (await ERASE_COMMENT(send("DELETE", undefined, who), { params })).status;
  };
  expect(await erase(other.cookie)).toBe(404);
  expect(await erase(cookie)).toBe(204);
  expect((await read())?.days[0]?.comments).toEqual([]);
  expect(await remove(other.cookie)).toBe(404);
  expect(await read()).not.toBeNull();
  const many = Array.from({ length: 5_000 }, (_, index) => ({
    userId,
    id: `old-${index}`,
    linkId: coach.id,
    author: "Ann",
    day: "2020-01-01",
    text: "Long ago.",
    createdAt: new Date(0),
  }));
  await getDb().coachComment.createMany({ data: many });
  expect(await comment({ day: day.day })).toBe(422);
  await getDb().coachComment.deleteMany({ where: { createdAt: new Date(0) } });
  expect(await remove(cookie)).toBe(204);
  expect(await read()).toBeNull();
  expect(await comment({ day: day.day })).toBe(404);
});
