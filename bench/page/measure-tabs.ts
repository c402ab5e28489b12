import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import type { BenchRow } from "@/bench/bench-row";
import { readTimeAt } from "@/tests/e2e/read-chart";
import { readStream } from "@/tests/faults/market-fixture";

const TABS = 10;
const LIMIT_MS = 300;
const SLEEP_MS = 5 * 60_000;
const PUBLISH_MS = 100;
/** How long the page is compared with a separate reader after its sleep. */
const COMPARE_MS = 15_000;
const SYMBOL = "BTCUSDT";
const SCAN_STEPS = 120;

/** When a page first requested prices and first showed one, ms of its own clock. */
type Times = { askedAtMs: number | null; shownAtMs: number | null };

/** W9 and W10 of the design: tabs that join the stream of the first one, and a page that sleeps five minutes. */
export async function measureTabs(browser: Browser, baseURL: string): Promise<BenchRow[]> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  await context.addInitScript("globalThis.__name ??= (named) => named");
  await context.addInitScript(watchFirstPrice);
  const connections = watchConnections(context);
  const waits: number[] = [];
  const pages: Page[] = [];
  for (let index = 0; index < TABS; index += 1) {
    const page = await context.newPage();
    await page.goto(`/terminal/${SYMBOL}`);
    waits.push(await readWait(page));
    pages.push(page);
  }
  const [first = 0, second = 0] = waits;
  const rows = [
    toWaitRow("second tab", second, first),
    toWaitRow("tenth tab", waits.at(-1) ?? 0, first),
    toConnectionsRow(connections()),
  ];
  for (const page of pages.slice(1)) await page.close();
  const [sleeper] = pages;
  if (sleeper) rows.push(...(await measureSleep(sleeper, first)));
  await context.close();
  return rows;
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
