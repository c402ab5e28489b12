import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { type BenchRow, median } from "@/bench/bench-row";
import { readTimeAt } from "@/tests/e2e/read-chart";
import { readStream } from "@/tests/faults/market-fixture";

const TABS = 10;
const REPETITIONS = 5;
const LIMIT_MS = 300;
const SLEEP_MS = 5 * 60_000;
const PUBLISH_MS = 100;
/** How long the page is compared with a separate reader after its sleep. */
const COMPARE_MS = 15_000;
const SYMBOL = "BTCUSDT";
/** A tab has loaded the rest of its page before the next one is opened. */
const LOAD_MS = 2_000;
const SCAN_STEPS = 120;

/** When a page first requested prices and first showed one, ms of its own clock. */
type Times = { askedAtMs: number | null; shownAtMs: number | null };
/** The tabs of one browser: the time from request to price of each, and the connections with all of them open. */
type Opening = { context: BrowserContext; waitsMs: number[]; connections: number };

/** W9 and W10 of the design: tabs that join the stream of the first one, and a page that sleeps five minutes. */
export async function measureTabs(browser: Browser, baseURL: string): Promise<BenchRow[]> {
  const openings: Opening[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    const opening = await openTabs(browser, baseURL);
    openings.push(opening);
    if (repetition + 1 < REPETITIONS) await opening.context.close();
  }
  const waitOf = (tab: number) => median(openings.map(({ waitsMs }) => waitsMs[tab] ?? 0));
  const rows = [
    toWaitRow("second tab", waitOf(1), waitOf(0)),
    toWaitRow("tenth tab", waitOf(TABS - 1), waitOf(0)),
    toConnectionsRow(Math.max(...openings.map(({ connections }) => connections))),
  ];
  const last = openings.at(-1);
  const sleeper = last?.context.pages()[0];
  if (!last || !sleeper) throw new Error("No tab was opened.");
  for (const page of last.context.pages().slice(1)) await page.close();
  await sleeper.evaluate(() => setHidden(false));
  rows.push(...(await measureSleep(sleeper, waitOf(0))));
  await last.context.close();
  return rows;
}

/** Opens the tabs of one browser, one after the other. */
export async function openTabs(browser: Browser, baseURL: string): Promise<Opening> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  await context.addInitScript("globalThis.__name ??= (named) => named");
  await context.addInitScript(watchFirstPrice);
  await context.addInitScript(allowHiding);
  const connections = watchConnections(context);
  const waitsMs: number[] = [];
  for (let index = 0; index < TABS; index += 1) {
    await context
      .pages()
      .at(-1)
      ?.evaluate(() => setHidden(true));
    const page = await context.newPage();
    await page.goto(`/terminal/${SYMBOL}`);
    waitsMs.push(await readWait(page));
    await page.waitForTimeout(LOAD_MS);
  }
  return { context, waitsMs, connections: connections() };
}

declare function setHidden(isHidden: boolean): void;

/**
 * Runs inside the page: `setHidden` makes it what a tab behind another one is. The headless browser has no
 * hidden pages: each of ten would draw ten times a second, all of them on the two cores of the newest one.
 */
function allowHiding(): void {
  const draw = window.requestAnimationFrame.bind(window);
  const waiting = new Map<number, FrameRequestCallback>();
  let isHidden = false;
  let lastId = 1_000_000_000;
  window.requestAnimationFrame = (callback) => {
    if (!isHidden) return draw(callback);
    lastId += 1;
    waiting.set(lastId, callback);
    return lastId;
  };
  const cancel = window.cancelAnimationFrame.bind(window);
  window.cancelAnimationFrame = (id) => {
    if (!waiting.delete(id)) cancel(id);
  };
  Object.defineProperty(document, "visibilityState", { get: () => (isHidden ? "hidden" : "visible") });
  Object.defineProperty(document, "hidden", { get: () => isHidden });
  const setHidden = (next: boolean) => {
    isHidden = next;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    if (isHidden) return;
    const callbacks = [...waiting.values()];
    waiting.clear();
    for (const callback of callbacks) draw(callback);
  };
  Object.assign(window, { setHidden });
}

function watchConnections(context: BrowserContext): () => number {
  const open = new Set<Request>();
  context.on("request", (request) => {
    if (request.url().includes("/api/stream")) open.add(request);
  });
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
  return () => open.size;
}

/**
 * Runs inside the page before anything else: records its first request to the other tabs, and its first
 * price.
 */
function watchFirstPrice(): void {
  const times: Times = { askedAtMs: null, shownAtMs: null };
  Object.assign(window, { times });
  const post = BroadcastChannel.prototype.postMessage;
  BroadcastChannel.prototype.postMessage = function (message: { type?: string }) {
    if (message.type === "want") times.askedAtMs ??= performance.now();
    post.call(this, message);
  };
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      const text = document.querySelector("header .num")?.textContent ?? "";
      if (/\d/.test(text)) times.shownAtMs ??= performance.now();
    }).observe(document.body, { characterData: true, childList: true, subtree: true });
  });
}

async function readWait(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => {
    const { askedAtMs, shownAtMs } = (window as unknown as { times: Times }).times;
    return askedAtMs !== null && shownAtMs !== null && { waitMs: shownAtMs - askedAtMs };
  });
  const { waitMs } = (await handle.jsonValue()) as { waitMs: number };
  return Math.max(0, waitMs);
}

function toWaitRow(which: string, waitMs: number, firstMs: number): BenchRow {
  return {
    claim: `W9 ${which}: from its question to a price on screen`,
    ours: `${waitMs.toFixed(0)} ms`,
    limit: `${LIMIT_MS} ms (first tab, which connects: ${firstMs.toFixed(0)} ms)`,
    ratio: waitMs / LIMIT_MS,
    target: "≤ 1",
    isMet: waitMs <= LIMIT_MS,
  };
}

function toConnectionsRow(count: number): BenchRow {
  return {
    claim: `W9 connections to the stream with ${TABS} tabs open`,
    ours: String(count),
    limit: "1",
    ratio: count,
    target: "1",
    isMet: count === 1,
  };
}

/**
 * Freezes the page as sleep does, and measures how soon it is correct again and whether its chart is
 * complete.
 */
async function measureSleep(page: Page, firstMs: number): Promise<BenchRow[]> {
  await page.bringToFront();
  await page.getByRole("radio", { name: "1m", exact: true }).click();
  await page.getByRole("application", { name: `Candles of ${SYMBOL} 1m` }).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
  const reader = await readStream(new URL(`/api/stream?symbols=${SYMBOL}&depth=`, page.url()).href);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const shown = await page.evaluate(collectPrices, COMPARE_MS);
  reader.close();
  const published = new Set(
    reader.events.flatMap((event) => (event.event === "tick" ? [Number(event.data.last)] : [])),
  );
  const right = shown.find(({ price }) => published.has(price));
  if (!right) throw new Error("After its sleep the page showed no price that was published meanwhile.");
  const rightMs = right.afterMs;
  // A page that slept connects like a first tab, after its timer has detected the sleep, and waits for one
  // publication.
  const limitMs = firstMs + 1_000 + PUBLISH_MS;
  const gaps = await countChartGaps(page);
  return [
    {
      claim: `W10 after ${SLEEP_MS / 60_000} min of sleep: to the price of now on screen`,
      ours: `${rightMs.toFixed(0)} ms`,
      limit: `${limitMs.toFixed(0)} ms: one second to notice, the first tab's connection, one publication`,
      ratio: rightMs / limitMs,
      target: "≤ 1",
      isMet: rightMs <= limitMs,
    },
    {
      claim: "W10 minutes missing on the chart after sleep",
      ours: String(gaps),
      limit: "0",
      ratio: gaps,
      target: "0",
      isMet: gaps === 0,
    },
  ];
}

/** Runs inside the page: the prices shown in the next `forMs`, with the time of each after now, ms. */
function collectPrices(forMs: number): Promise<{ price: number; afterMs: number }[]> {
  const element = document.querySelector("header .num");
  if (!element) throw new Error("The page shows no price.");
  const fromMs = performance.now();
  const shown: { price: number; afterMs: number }[] = [];
  new MutationObserver(() => {
    const price = Number(element.textContent?.replaceAll(",", ""));
    shown.push({ price, afterMs: performance.now() - fromMs });
  }).observe(element, { characterData: true, childList: true, subtree: true });
  return new Promise((resolve) => setTimeout(() => resolve(shown), forMs));
}

/** Minutes without a candle among those that the crosshair finds on the chart. */
async function countChartGaps(page: Page): Promise<number> {
  // The missed candles are requested once the venue has closed them.
  await page.waitForTimeout(10_000);
  const minutes = new Set<number>();
  for (let step = 0; step <= SCAN_STEPS; step += 1) {
    const timeMs = await readTimeAt(page, 0.4 + (step / SCAN_STEPS) * 0.55);
    if (timeMs !== null) minutes.add(timeMs / 60_000);
  }
  const sorted = [...minutes].sort((a, b) => a - b);
  if (sorted.length < 15) throw new Error(`Only ${sorted.length} candles were found on the chart.`);
  return sorted.reduce(
    (sum, minute, index) => sum + (index === 0 ? 0 : minute - (sorted[index - 1] ?? minute) - 1),
    0,
  );
}
