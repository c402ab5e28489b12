import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { PATCH as changeAlert, DELETE as removeAlert } from "@/app/api/alerts/[id]/route";
import { POST as createAlert, GET as readAlerts } from "@/app/api/alerts/route";
import { POST as startChallenge } from "@/app/api/challenges/route";
import { GET as openUnsubscribe, POST as unsubscribe } from "@/app/api/mails/unsubscribe/[token]/route";
import { POST as readNotifications } from "@/app/api/notifications/read/route";
import { GET as listNotifications } from "@/app/api/notifications/route";
import { PUT as changeLimits } from "@/app/api/portfolios/[id]/limits/route";
import { GET as readPushKey, POST as subscribe } from "@/app/api/push/route";
import { type PushService, startPush } from "@/emulators/push/start-push";
import { deliverNotifications } from "@/lib/alerts/deliver/deliver-notifications";
import { sweepAlerts } from "@/lib/alerts/sweep/sweep-alerts";
import { checkChallenge } from "@/lib/challenge/check-challenge";
import { MAX_ALERTS } from "@/lib/core/alerts/alert";
import { getDb } from "@/lib/db/client";
import { readMailbox } from "@/lib/infra/mail";
import { findEndedWeek, sweepMails } from "@/lib/mails/sweep-mails";
import { writeWatermark } from "@/lib/market/ingest/path-watermarks";
import type { AlertDto, CreateAlertBody, NotificationDto } from "@/lib/schemas/trading/alerts";
import { PricePathDriver } from "@/lib/trading/price-path/price-path-driver";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import type { PathText } from "@/lib/trading/price-path/process-price-path-message";
import type { AlertProgress, AlertWork } from "@/tests/faults/alert-worker";
import { fillOrder, pathOf, queueOrder } from "@/tests/faults/trading-steps";
import { controlPush, readPushMessages, subscribeEmulated } from "@/tests/support/push-emulator";
import {
  callAs,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: () => {} }));

const SYMBOL = "BTCUSDT";
const WORKER = fileURLToPath(new URL("alert-worker.ts", import.meta.url));
let world: TradingWorld;
let push: PushService;
let trader: TestTrader;
const children: ChildProcess[] = [];

beforeAll(async () => {
  push = await startPush();
  process.env.PUSH_SERVICE_URL = push.url;
  process.env.DEV_MAILBOX = "on";
  world = await startTrading({ symbols: [SYMBOL], routes: {} });
  trader = await world.createTrader();
});
afterAll(async () => {
  await world.close();
  await push.close();
});
beforeEach(() => world.setMarket(SYMBOL, 100_000));
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await controlPush(push.url, { fail: null, gone: [] });
  await getDb().alert.deleteMany({});
  await getDb().notification.deleteMany({});
  await getDb().pushSubscription.deleteMany({});
});

const priceAt = (level: string, more: Partial<CreateAlertBody> = {}): CreateAlertBody => ({
  condition: { kind: "price", symbol: SYMBOL, level, direction: "either" },
  ...more,
});

async function make(body: CreateAlertBody, of = trader): Promise<AlertDto> {
  const response = await callAs<AlertDto>(of, createAlert, { method: "POST", body });
  expect(response.status, JSON.stringify(response.body)).toBe(201);
  return response.body;
}

/** The same path, later. */
function delay(path: PathText, byMs: number): PathText {
  if (path.kind !== "points") throw new Error("A candle has no prints.");
  return { ...path, points: path.points.map((one) => ({ ...one, timeMs: one.timeMs + byMs })) };
}

const notificationsOf = async (of = trader) =>
  (await callAs<{ notifications: NotificationDto[] }>(of, listNotifications, { path: "/api/notifications" }))
    .body.notifications;
const countNotifications = (alertId: string) => getDb().notification.count({ where: { alertId } });
const reload = (id: string) => getDb().alert.findFirstOrThrow({ where: { id } });
const codeOf = async (body: unknown, of = trader) => {
  const response = await callAs(of, createAlert, { method: "POST", body });
  return [response.status, response.body.error?.code];
};

/** Alerts in the database as if they had been made, `count` of them a tenth apart from `from` on. */
async function insertAlerts(count: number, from: number, more: object = {}): Promise<void> {
  const afterAt = new Date(Date.now() - 60_000);
  await getDb().alert.createMany({
    data: Array.from({ length: count }, (_, index) => {
      const level = (from + index / 10).toFixed(1);
      return {
        userId: trader.userId,
        id: crypto.randomUUID(),
        kind: "price",
        symbol: SYMBOL,
        condition: { kind: "price", symbol: SYMBOL, level, direction: "up" },
        level,
        side: "below",
        riseAt: level,
        afterAt,
        isRepeating: false,
        byPush: true,
        byMail: false,
        ...more,
      };
    }),
  });
}

/** How many notifications there are, and of how many alerts. */
async function countFired(): Promise<{ notifications: number; alerts: number }> {
  const rows = await getDb().notification.findMany({ select: { alertId: true } });
  return { notifications: rows.length, alerts: new Set(rows.map(({ alertId }) => alertId)).size };
}

async function startWorker(): Promise<ChildProcess> {
  const child = fork(WORKER, {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    env: process.env,
  });
  children.push(child);
  await awaitProgress(child, "ready");
  return child;
}

async function awaitProgress(child: ChildProcess, progress: AlertProgress): Promise<void> {
  for (;;) {
    const [message] = await once(child, "message");
    if (message === progress) return;
  }
}

async function subscribeBrowser(of = trader): Promise<string> {
  const { publicKey } = (await callAs<{ publicKey: string }>(of, readPushKey)).body;
  const body = await subscribeEmulated(push.url, publicKey);
  // A success has no body.
  const response = await subscribe(
    new Request(new URL("/api/push", process.env.APP_URL), {
      method: "POST",
      headers: { cookie: of.cookie, origin: process.env.APP_URL ?? "", "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  expect(response.status).toBe(204);
  return body.endpoint;
}

describe("an alert on a price", () => {
  it("fires once when the price crosses it, and is listed with what it waited for", async () => {
    const made = await make(priceAt("100500", { note: "Half out." }));
    expect(made).toMatchObject({ status: "active", fired: 0, byPush: true, byMail: false });
    await processPricePath(SYMBOL, pathOf(100_400));
    expect(await notificationsOf()).toEqual([]);
    const path = pathOf(100_450, 100_510);
    await processPricePath(SYMBOL, path);
    await processPricePath(SYMBOL, path);
    expect(await notificationsOf()).toMatchObject([
      {
        alertId: made.id,
        title: "BTCUSDT crossed 100,500 upwards",
        detail: "Price 100,510. Half out.",
        isRead: false,
      },
    ]);
    const { alerts } = (await callAs<{ alerts: AlertDto[] }>(trader, readAlerts)).body;
    expect(alerts).toMatchObject([{ id: made.id, status: "fired", fired: 1 }]);
    const [{ createdAt } = { createdAt: "" }] = await notificationsOf();
    await callAs(trader, readNotifications, { method: "POST", body: { through: createdAt } });
    expect(await notificationsOf()).toMatchObject([{ isRead: true }]);
  });

  it("repeats after a minute at the earliest, and not at an end that has passed", async () => {
    const repeating = await make(priceAt("100500", { isRepeating: true }));
    await processPricePath(SYMBOL, pathOf(100_510));
    await processPricePath(SYMBOL, pathOf(100_400, 100_600));
    expect(await countNotifications(repeating.id)).toBe(1);
    await sweepAlerts({ withIndicators: false }, Date.now() + 61_000);
    // The first price after the quiet time decides the side only.
    await processPricePath(SYMBOL, delay(pathOf(100_600, 100_400), 70_000));
    expect(await countNotifications(repeating.id)).toBe(2);

    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const ending = await make(priceAt("100700", { expiresAt }));
    await processPricePath(SYMBOL, delay(pathOf(100_800), 70_000));
    expect(await countNotifications(ending.id)).toBe(0);
  });

  it("waits again where its level is moved to, is paused, started again and deleted", async () => {
    const { id } = await make(priceAt("100500"));
    const change = async (body: object) =>
      (await callAs<AlertDto>(trader, changeAlert, { method: "PATCH", body, params: { id } })).body;
    expect(await change({ level: "99000" })).toMatchObject({ condition: { level: "99000" } });
    await processPricePath(SYMBOL, pathOf(100_600));
    expect(await countNotifications(id)).toBe(0);
    expect(await change({ isActive: false })).toMatchObject({ status: "paused" });
    await processPricePath(SYMBOL, pathOf(98_900));
    expect(await countNotifications(id)).toBe(0);
    await world.setMarket(SYMBOL, 98_900);
    expect(await change({ isActive: true, note: "again" })).toMatchObject({
      status: "active",
      note: "again",
    });
    await processPricePath(SYMBOL, pathOf(99_100));
    expect(await countNotifications(id)).toBe(1);
    const stranger = await world.createTrader();
    const foreign = await callAs(stranger, changeAlert, {
      method: "PATCH",
      body: { note: "x" },
      params: { id },
    });
    expect([foreign.status, foreign.body.error?.code]).toEqual([404, "not_found"]);
    const gone = await removeAlert(
      new Request(new URL(`/api/alerts/${id}`, process.env.APP_URL), {
        method: "DELETE",
        headers: { cookie: trader.cookie, origin: process.env.APP_URL ?? "" },
      }),
      { params: Promise.resolve({ id }) },
    );
    expect(gone.status).toBe(204);
    expect((await notificationsOf()).map(({ alertId }) => alertId)).toEqual([id]);
  });

  it("is rejected with a code for what is wrong", async () => {
    const stranger = await world.createTrader();
    const { portfolioId } = stranger;
    expect(await codeOf(priceAt("0"))).toEqual([400, "bad_request"]);
    expect(await codeOf({ ...priceAt("1"), userId: "x" })).toEqual([400, "bad_request"]);
    expect(await codeOf(priceAt("1", { expiresAt: "2020-01-01T00:00:00Z" }))).toEqual([400, "bad_request"]);
    const unknown = { kind: "price", symbol: "NOPEUSDT", level: "1", direction: "up" };
    expect(await codeOf({ condition: unknown })).toEqual([400, "unknown_symbol"]);
    expect(await codeOf({ condition: { kind: "fill", portfolioId } })).toEqual([404, "not_found"]);
    const headroom = { kind: "headroom", portfolioId: trader.portfolioId, amount: "100" };
    expect(await codeOf({ condition: headroom })).toEqual([422, "alert_needs_challenge"]);
    await insertAlerts(MAX_ALERTS, 200_000);
    expect(await codeOf(priceAt("1"))).toEqual([422, "alert_limit_reached"]);
  });

  it("that has fired is started again only up to the limit, also concurrently", async () => {
    await insertAlerts(MAX_ALERTS - 2, 200_000);
    await insertAlerts(8, 300_000, { status: "fired", riseAt: null });
    const fired = await getDb().alert.findMany({ where: { status: "fired" }, select: { id: true } });
    const statuses = await Promise.all(
      fired.map(async ({ id }) => {
        const body = { isActive: true };
        return (await callAs(trader, changeAlert, { method: "PATCH", body, params: { id } })).status;
      }),
    );
    expect(statuses.sort()).toEqual([200, 200, 422, 422, 422, 422, 422, 422]);
    expect(await getDb().alert.count({ where: { status: "active" } })).toBe(MAX_ALERTS);
  });
});

describe("fault 11: two leaders walk one publication", () => {
  it("and every alert in it fires once, whichever of them is faster", async () => {
    await insertAlerts(400, 100_100);
    await insertAlerts(100, 100_101, { isRepeating: true });
    const path = pathOf(100_050, 100_200);
    const worker = await startWorker();
    const done = awaitProgress(worker, "done");
    worker.send({ symbol: SYMBOL, path } satisfies AlertWork);
    await awaitProgress(worker, "started");
    await Promise.all([done, ...Array.from({ length: 4 }, () => processPricePath(SYMBOL, path))]);
    expect(await countFired()).toEqual({ notifications: 500, alerts: 500 });
    // The leaders deliver, too, in the background: what they have claimed is theirs to end.
    await deliverNotifications();
    const countPending = () => getDb().notification.count({ where: { deliveredAt: null } });
    await expect.poll(countPending, { timeout: 60_000 }).toBe(0);
  });
});

describe("fault 13: the feed is silent", () => {
  it("an alert made in the gap does not fire by its prices, and by those after it once", async () => {
    await world.setMarket(SYMBOL, 100_000, { ageMs: 60_000 });
    const startMs = Date.now() - 60_000;
    const { id } = await make(priceAt("100500"));
    expect(await reload(id)).toMatchObject({ side: null });
    const candle = (open: number, close: number, from: number, to: number): PathText => ({
      kind: "candle",
      candle: {
        open: String(open),
        high: String(Math.max(open, close)),
        low: String(Math.min(open, close)),
        close: String(close),
      },
      previousClose: String(open),
      startMs: from,
      endMs: to,
      volume: "1",
    });
    const nowMs = Date.now() + 100;
    await processPricePath(SYMBOL, candle(100_000, 101_000, startMs, nowMs));
    expect(await countNotifications(id)).toBe(0);
    const after = candle(101_000, 100_000, nowMs, nowMs + 60_000);
    await Promise.all([1, 2, 3].map(() => processPricePath(SYMBOL, after)));
    expect(await countNotifications(id)).toBe(1);
    expect(await notificationsOf()).toMatchObject([{ title: "BTCUSDT crossed 100,500 downwards" }]);
  });

  it("an alert of before the gap fires by the venue's candles, in a symbol without positions and orders", async () => {
    const venue = await fetch(
      `${process.env.BYBIT_REST_URL}/v5/market/kline?category=linear&symbol=${SYMBOL}&interval=1&limit=5`,
    );
    const { result } = (await venue.json()) as { result: { list: string[][] } };
    // Newest first: a level that the candle before the last one crossed.
    const [, , crossed] = result.list;
    const [startMs = "0", open = "0", high = "0", low = "0"] = crossed ?? [];
    const isUp = Number(high) - Number(open) > Number(open) - Number(low);
    const level = ((Number(open) + Number(isUp ? high : low)) / 2).toFixed(2);
    const rising = { direction: isUp ? "up" : "down", kind: "price", symbol: SYMBOL, level };
    await insertAlerts(1, Number(level), {
      condition: rising,
      level,
      side: isUp ? "below" : "above",
      riseAt: isUp ? level : null,
      fallAt: isUp ? null : level,
      afterAt: new Date(Number(startMs) - 60_000),
    });
    const throughMs = Number(startMs);
    await writeWatermark(SYMBOL, {
      throughMs,
      last: open,
      minuteMs: throughMs - 60_000,
      high: open,
      low: open,
    });
    const driver = new PricePathDriver();
    const timeMs = Date.now();
    const [newest] = result.list;
    const last = newest?.[4] ?? open;
    driver.consume([
      {
        symbol: SYMBOL,
        points: [{ last, mark: last, qty: "1", timeMs, seq: 1 }],
        throughMs: timeMs,
        isLost: false,
        fundingRate: null,
        nextFundingMs: null,
      },
    ]);
    await driver.finish();
    expect(await countFired()).toEqual({ notifications: 1, alerts: 1 });
  });
});

describe("fault 18: the process is killed at any point", () => {
  it("and what it fired is delivered once, what it had not fired fires by the next walk", async () => {
    await subscribeBrowser();
    const each = 60;
    const rounds = 3;
    const workers = await Promise.all(Array.from({ length: rounds }, startWorker));
    for (const [round, worker] of workers.entries()) {
      const from = 100_100 + round * 100;
      await insertAlerts(each, from);
      const path = pathOf(from - 10, from + 20);
      worker.send({ symbol: SYMBOL, path } satisfies AlertWork);
      await awaitProgress(worker, "started");
      // Into the walk, the delivery, or after both.
      await until(
        () => getDb().notification.count({ where: { pushedAt: { not: null } } }),
        (pushed) => pushed >= round * 20,
      );
      worker.kill("SIGKILL");
      await processPricePath(SYMBOL, path);
    }
    // Claims of the killed end after half a minute.
    await getDb().notification.updateMany({ where: { deliveredAt: null }, data: { claimedTill: null } });
    await until(deliverAll, (left) => left === 0);
    expect(await countFired()).toEqual({ notifications: rounds * each, alerts: rounds * each });
    const messages = await readPushMessages(push.url);
    const ids = messages.map(({ text }) => (JSON.parse(text) as { id: string }).id);
    // A message sent twice has the id of the first, by which the browser replaces it.
    expect(new Set(ids).size).toBe(rounds * each);
    const stored = await getDb().notification.findMany({ select: { id: true } });
    expect(new Set(ids)).toEqual(new Set(stored.map(({ id }) => id)));
  }, 120_000);
});

async function deliverAll(): Promise<number> {
  await deliverNotifications();
  return getDb().notification.count({ where: { deliveredAt: null } });
}

describe("delivery", () => {
  it("reaches the browser encrypted for it, and the mailbox, each once", async () => {
    await subscribeBrowser();
    const { id } = await make(priceAt("100500", { byMail: true }));
    const before = (await readPushMessages(push.url)).length;
    await processPricePath(SYMBOL, pathOf(100_600));
    await until(deliverAll, (left) => left === 0);
    await Promise.all([deliverNotifications(), deliverNotifications()]);
    const messages = (await readPushMessages(push.url)).slice(before);
    expect(messages.map(({ text }) => JSON.parse(text))).toEqual([
      {
        id: `${id}.1`,
        title: "BTCUSDT crossed 100,500 upwards",
        body: "Price 100,600.",
        path: "/terminal/BTCUSDT",
      },
    ]);
    const mails = (await readMailbox())?.filter(({ subject }) => subject.includes("100,500 upwards"));
    expect(mails).toHaveLength(1);
  });

  it("is tried again when the push service fails, and a subscription that ended is removed", async () => {
    const [kept, ended] = [await subscribeBrowser(), await subscribeBrowser()];
    await make(priceAt("100500"));
    await controlPush(push.url, { fail: 503 });
    await processPricePath(SYMBOL, pathOf(100_600));
    await until(
      () =>
        getDb().notification.count({ where: { attempts: 1, deliveredAt: null, announcedAt: { not: null } } }),
      (waiting) => waiting === 1,
    );
    await controlPush(push.url, { fail: null, gone: [ended] });
    await getDb().notification.updateMany({ data: { claimedTill: null } });
    expect(await deliverAll()).toBe(0);
    const left = await getDb().pushSubscription.findMany({ select: { endpoint: true } });
    expect(left).toEqual([{ endpoint: kept }]);
  });

  it("sends nothing to an address that is no push service", async () => {
    const keys = { p256dh: "B".repeat(87), auth: "a".repeat(22) };
    for (const endpoint of [
      "http://127.0.0.1:1/x",
      "https://fcm.googleapis.com.evil.test/x",
      "https://u:p@fcm.googleapis.com/x",
    ]) {
      const response = await callAs(trader, subscribe, { method: "POST", body: { endpoint, keys } });
      expect([endpoint, response.status, response.body.error?.code]).toEqual([
        endpoint,
        422,
        "push_service_unknown",
      ]);
    }
  });
});

describe("an alert on a portfolio", () => {
  it("tells of an order that was filled while its owner had no page open", async () => {
    const one = await world.createTrader();
    const { id } = await make(
      { condition: { kind: "fill", portfolioId: one.portfolioId }, isRepeating: true },
      one,
    );
    await queueOrder(world, one, { kind: "limit", price: "99000" });
    await processPricePath(SYMBOL, pathOf(98_900));
    await sweepAlerts({ withIndicators: false });
    await sweepAlerts({ withIndicators: false });
    expect(await countNotifications(id)).toBe(1);
    expect(await notificationsOf(one)).toMatchObject(
      [{ kind: "fill", symbol: SYMBOL, title: /^Bought 0.01 BTCUSDT at/ }].map((one) => ({
        ...one,
        title: expect.stringMatching(one.title),
      })),
    );
  });

  it("tells of a liquidation that comes near, once until it is far again", async () => {
    const one = await world.createTrader();
    await fillOrder(world, one, { leverage: "50" });
    const condition = { kind: "liquidation", portfolioId: one.portfolioId, percent: "1" } as const;
    const { id } = await make({ condition, isRepeating: true }, one);
    const at = async (price: number) => {
      await world.setMarket(SYMBOL, price);
      await sweepAlerts({ withIndicators: false });
    };
    await at(100_000);
    expect(await countNotifications(id)).toBe(0);
    const { liquidationPrice } = await getDb().position.findFirstOrThrow({
      where: { portfolioId: one.portfolioId },
    });
    await at(Number(liquidationPrice) * 1.005);
    await at(Number(liquidationPrice) * 1.004);
    expect(await countNotifications(id)).toBe(1);
    expect((await notificationsOf(one))[0]?.title).toMatch(/^BTCUSDT is 0\.\d\d% from liquidation$/);
  });

  it("tells of a move within its window, once", async () => {
    const { id } = await make({
      condition: { kind: "move", symbol: SYMBOL, percent: "2", windowMinutes: 5, direction: "up" },
    });
    const startAt = new Date(Math.floor((Date.now() + 1_000) / 1_000) * 1_000);
    const range = { symbol: SYMBOL, resolution: "S", startAt, high: "100000", low: "100000" };
    await getDb().priceRange.create({ data: range });
    await until(
      async () => Date.now(),
      (nowMs) => nowMs > startAt.getTime(),
    );
    await world.setMarket(SYMBOL, 101_000);
    await sweepAlerts({ withIndicators: false });
    expect(await countNotifications(id)).toBe(0);
    await world.setMarket(SYMBOL, 102_500);
    await Promise.all([1, 2, 3].map(() => sweepAlerts({ withIndicators: false })));
    expect(await countNotifications(id)).toBe(1);
    expect((await notificationsOf())[0]?.title).toBe("BTCUSDT rose 2.50% within 5 minutes");
  });

  it("evaluates an indicator at the venue's closed candles", async () => {
    const { id } = await make({
      condition: {
        kind: "indicator",
        symbol: SYMBOL,
        interval: "1",
        indicator: "sma",
        length: 5,
        level: null,
        direction: "either",
      },
    });
    await sweepAlerts({ withIndicators: true });
    expect(await countNotifications(id)).toBe(0);
    // As if it had been made hours ago: the closes have crossed their average since.
    await getDb().alert.updateMany({
      where: { id },
      data: { afterAt: new Date(Date.now() - 3 * 3_600_000) },
    });
    await Promise.all([1, 2].map(() => sweepAlerts({ withIndicators: true })));
    expect(await countNotifications(id)).toBe(1);
    expect((await notificationsOf())[0]?.title).toMatch(/^BTCUSDT closed across SMA 5 (up|down)wards$/);
  });
});

describe("mails", () => {
  const mailsTo = async (of: TestTrader) =>
    ((await readMailbox()) ?? []).filter(({ to }) => to === `${of.userId}@example.com`).reverse();
  const subjectsTo = async (of: TestTrader) => (await mailsTo(of)).map(({ subject }) => subject);
  /** Several servers sweep at once, and one again. */
  const sweepAll = async (now?: Date) => {
    await Promise.all([sweepMails(now), sweepMails(now), sweepMails(now)]);
    await sweepMails(now);
  };
  const click = (url: string) =>
    unsubscribe(
      new Request(url, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) }),
      { params: Promise.resolve({ token: new URL(url).pathname.split("/").at(-1) ?? "" }) },
    );

  it("about a challenge: started, half and nine tenths of a limit, failed; each once", async () => {
    const owner = await world.createTrader();
    const started = await callAs<{ portfolioId: string }>(owner, startChallenge, {
      method: "POST",
      body: { trial: true },
    });
    expect(started.status, JSON.stringify(started.body)).toBeLessThan(300);
    await sweepAll();
    expect(await subjectsTo(owner)).toEqual([expect.stringMatching(/^.+: your challenge has started$/)]);
    const of = { ...owner, portfolioId: started.body.portfolioId };
    await fillOrder(world, of, { qty: "0.5" });
    const seen = [1];
    for (const price of [
      99_900, 99_500, 99_000, 98_000, 97_000, 96_000, 95_000, 94_000, 93_000, 92_000, 91_000,
    ]) {
      await world.setMarket(SYMBOL, price);
      await sweepAll();
      seen.push((await subjectsTo(owner)).length);
      await checkChallenge(of.portfolioId);
    }
    await sweepAll();
    const subjects = await subjectsTo(owner);
    expect(subjects.at(-1)).toMatch(/: your challenge has failed$/);
    const warnings = subjects.slice(1, -1);
    expect(new Set(warnings).size).toBe(warnings.length);
    expect(warnings.some((one) => one.includes(": half of "))).toBe(true);
    expect(warnings.some((one) => one.includes(": nine tenths of "))).toBe(true);
    expect(seen[1]).toBe(1);
  });

  it("about a lock by an own limit, and its end; none after one click, which needs no session", async () => {
    const owner = await world.createTrader();
    const limits = {
      dayLoss: null,
      dayLossPercent: null,
      lossesInRow: null,
      pauseMinutes: null,
      hours: null,
    };
    await callAs(owner, changeLimits, {
      method: "PUT",
      params: { id: owner.portfolioId },
      body: { ...limits, tradesPerDay: 1 },
    });
    await fillOrder(world, owner);
    await sweepAll();
    await sweepAll(new Date(Date.now() + 86_400_000 - 1));
    expect(await subjectsTo(owner)).toEqual(["Practice is locked by your own limit", "Practice is unlocked"]);
    const [{ unsubscribe: url = "" } = {}] = await mailsTo(owner);
    const page = await openUnsubscribe(new Request(url), {
      params: Promise.resolve({ token: new URL(url).pathname.split("/").at(-1) ?? "" }),
    });
    expect([page.status, page.headers.get("location")]).toEqual([
      303,
      expect.stringContaining("/unsubscribe/"),
    ]);
    expect((await click(`${url}x`)).status).toBe(401);
    expect((await click(url)).status).toBe(200);
    const { preferences } = await getDb().user.findUniqueOrThrow({ where: { id: owner.userId } });
    expect(preferences).toEqual({ mails: { limits: false } });
    await getDb().queuedMail.deleteMany({ where: { userId: owner.userId } });
    await sweepAll();
    expect(await mailsTo(owner)).toHaveLength(2);
  });

  it("about the week, to whom asked for it, once a week of their zone", async () => {
    const [owner, other, banned] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    const data = { preferences: { mails: { weekly: true } }, timeZone: "Pacific/Auckland" };
    await getDb().user.updateMany({ where: { id: { in: [owner.userId, banned.userId] } }, data });
    for (const trader of [owner, other, banned]) {
      await fillOrder(world, trader);
      await fillOrder(world, trader, { side: "sell", reduceOnly: true });
    }
    await getDb().user.update({ where: { id: banned.userId }, data: { bannedAt: new Date() } });
    const { closedAt } = await getDb().journalEntry.findFirstOrThrow({ where: { userId: owner.userId } });
    // The week after the trade's, at an hour at which its own has been over for long enough.
    const sweptMs = closedAt.getTime() + 7 * 86_400_000 + 6 * 3_600_000;
    const next = findEndedWeek(sweptMs, "Pacific/Auckland");
    await sweepAll(new Date(sweptMs));
    await sweepAll(new Date(sweptMs + 1));
    const [mail, ...others] = (await mailsTo(owner)).filter(({ subject }) =>
      subject.includes("trading week"),
    );
    expect(others).toEqual([]);
    expect(mail?.subject).toBe(
      `Your trading week ${next} to ${new Date(Date.parse(next) + 6 * 86_400_000).toISOString().slice(0, 10)}`,
    );
    expect(mail?.text).toMatch(/^1 trade closed, −\d+\.\d\d USDT net: 0 won, 1 lost/);
    expect(mail?.text).toContain("Only trade: BTCUSDT long");
    expect(mail?.text).toContain("One trade had no stop");
    expect(mail?.unsubscribe).toBeDefined();
    for (const one of [other, banned]) expect((await subjectsTo(one)).join()).not.toContain("week");
  });

  it.each([
    ["2026-11-30T05:59:00Z", "UTC", "2026-11-16"],
    ["2026-11-30T06:00:00Z", "UTC", "2026-11-23"],
    ["2026-12-06T23:00:00Z", "UTC", "2026-11-23"],
    ["2026-11-29T17:00:00Z", "Pacific/Auckland", "2026-11-23"],
    ["2026-11-30T13:00:00Z", "America/Los_Angeles", "2026-11-16"],
  ])("at %s in %s the newest week to review begins on %s", (at, zone, monday) => {
    expect(findEndedWeek(Date.parse(at), zone)).toBe(monday);
  });
});
