import type { Browser, Page } from "playwright-core";
import { type BenchRow, quantile } from "@/bench/bench-row";
import { atLeast, atMost } from "@/bench/lab/lab-rows";
import { makeCandles } from "@/bench/lab/measure-run";
import messages from "@/messages/en.json";
import { openBrowser } from "@/tests/support/open-browser";
import { startProduct } from "@/tests/support/start-product";

const DAYS = 40;
const LONG_MS = 50;
const PLAY_MS = 4_000;
const TRIALS = 50;
/** 20 Mbit/s. */
const BYTES_A_SECOND = 2.5e6;
const TIMEOUT = { timeout: 120_000 };
const { lab } = messages;
const ENDLESS = "export class A extends Strategy { before() { if (this.index > 9) for (;;); } }";
const HUNGRY = `export class A extends Strategy {
  before() { if (this.index > 9) this.vars[this.index] = new Float64Array(2 ** 27); }
}`;
/** A trial of it takes long enough for the start of a worker not to count. */
const SLOW = `export class A extends Strategy {
  static hyperparameters = [{ name: "n", type: "int", min: 1, max: 500, step: 1, default: 1 }];
  shouldLong() { let sum = 0; for (let i = 0; i < 2e5; i += 1) sum += Math.sqrt(i + this.hp.n); return sum < 0; }
}`;

/** L7, L8 and L10 to L13 in a real browser, over candles of the visitor's own. There must be a build. */
export async function measurePage(): Promise<BenchRow[]> {
  const product = await startProduct();
  const browser = await openBrowser();
  const open = (path: string, cores = 2) => openPage(browser, { baseURL: product.baseUrl, path, cores });
  try {
    return [
      ...(await measureRuns(await open("/lab"))),
      ...(await measureTrials(await open("/lab", 1), await open("/lab", 2))),
      ...(await measureFiles(await open("/lab"), await open("/lab"))),
      ...(await measureFrames(await open("/lab/replay"))),
      await measureTerminal(await open("/terminal/BTCUSDT")),
    ];
  } finally {
    await browser.close();
    await product.close();
  }
}

type OpenPage = { page: Page; scripts: { url: string; size: number; text: string }[] };

async function openPage(
  browser: Browser,
  { baseURL, path, cores }: { baseURL: string; path: string; cores: number },
): Promise<OpenPage> {
  const page = await browser.newPage({ baseURL });
  await page.addInitScript("globalThis.__name ??= (named) => named");
  await page.addInitScript(watchLongTasks, cores);
  const scripts: OpenPage["scripts"] = [];
  page.on("requestfinished", async (request) => {
    if (request.resourceType() !== "script") return;
    const [{ responseBodySize: size }, response] = await Promise.all([request.sizes(), request.response()]);
    scripts.push({ url: request.url(), size, text: (await response?.text().catch(() => "")) ?? "" });
  });
  await page.goto(path);
  await page.waitForTimeout(3_000);
  return { page, scripts };
}

/** L10, L11 of the lab's page, and L13. */
async function measureRuns({ page, scripts }: OpenPage): Promise<BenchRow[]> {
  const loadedKb = scripts.reduce((sum, { size }) => sum + size, 0) / 1_024;
  const editorKb = Math.max(...scripts.map(({ size }) => size)) / 1_024;
  await chooseCandles(page);
  await page.evaluate(() => Reflect.set(globalThis, "longTasks", 0));
  await run(page);
  await page.getByRole("heading", { name: lab.plans.title }).waitFor(TIMEOUT);
  const long = Number(await page.evaluate(() => Reflect.get(globalThis, "longTasks")));
  const endedMs = await measureEnd(page, ENDLESS, /does not end/);
  const hungryMs = await measureEnd(page, HUNGRY, /memory|allocation|length/i);
  const sum = await page.evaluate(() => 1 + 1);
  await page.close();
  return [
    atMost(`L10 lab: tasks of the page above ${LONG_MS} ms, from run to report`, long, 0),
    atMost("L11 lab: scripts of the lab's page with its editor, gzip, KB", loadedKb, 255 + 180),
    atMost("L11 lab: the largest script of the page, gzip, KB", editorKb, 180),
    atMost("L13 lab: an endless hook ended, its start included, ms", endedMs, 3_000),
    atMost("L13 lab: a hook that takes gigabytes ended, ms", sum === 2 ? hungryMs : Number.NaN, 60_000),
  ];
}

/** L7: how much sooner two workers try the same values than one. */
async function measureTrials(...pages: OpenPage[]): Promise<BenchRow[]> {
  const times: number[] = [];
  for (const { page } of pages) {
    await chooseCandles(page);
    await page.getByLabel(lab.editor.label).fill(SLOW);
    await run(page);
    const start = page.getByRole("button", { name: lab.optimise.start, exact: true });
    await page.getByText(/replaced by noise/).waitFor(TIMEOUT);
    const startedMs = performance.now();
    await start.click();
    await page
      .getByRole("heading", { name: lab.optimise.ranking.title })
      .or(page.getByText(/deflated Sharpe/))
      .first()
      .waitFor(TIMEOUT);
    times.push(performance.now() - startedMs);
    await page.close();
  }
  const [one = 0, two = 1] = times;
  return [
    atLeast(`L7 lab: speed of ${TRIALS} trials with two workers, of one`, one / two, 1.6, "0.8 of linear"),
  ];
}

/** L8: a year's candles as files, when this browser has none of them, and when it has all. */
async function measureFiles(first: OpenPage, second: OpenPage): Promise<BenchRow[]> {
  // The server builds the files for the first one that asks.
  await timeToRun(first.page);
  await first.page.close();
  const { page } = second;
  let bytes = 0;
  page.on("requestfinished", async (request) => {
    // The comparison with the venue's rules loads the marks, after the run.
    if (!request.url().includes("/api/candles") || request.url().includes("part=marks")) return;
    const { responseBodySize } = await request.sizes();
    bytes += responseBodySize;
  });
  const session = await page.context().newCDPSession(page);
  const limits = { offline: false, latency: 20, downloadThroughput: BYTES_A_SECOND, uploadThroughput: -1 };
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", limits);
  const coldMs = await timeToRun(page);
  const coldBytes = bytes;
  await page.reload();
  await page.waitForTimeout(2_000);
  const warmMs = await timeToRun(page);
  await page.close();
  return [
    atMost(
      "L8 lab: a year of the emulator's minutes, none in the browser, 20 Mbit/s, s",
      coldMs / 1_000,
      1.5,
    ),
    atMost("L8 lab: its candles as files, MB", coldBytes / 1e6, 2.6),
    atMost("L8 lab: the same with all files in the browser, ms", warmMs, 250),
  ];
}

/** From the click to the first bar that has been run, as the page shows it, ms. */
async function timeToRun(page: Page): Promise<number> {
  await page.getByLabel(lab.settings.days).fill("365");
  const shown = page.evaluate(timeUntilText, lab.progress.run.replace("{percent}", "\\d+"));
  await run(page);
  await page.getByRole("heading", { name: lab.plans.title }).waitFor(TIMEOUT);
  return shown;
}

/** In the page: from the next click until a text is in it, ms. A run may be over before it is asked for from outside. */
function timeUntilText(pattern: string): Promise<number> {
  return new Promise((resolve) => {
    let clickedMs = 0;
    addEventListener("pointerdown", () => (clickedMs = performance.now()), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!new RegExp(pattern).test(document.body.textContent)) return;
      observer.disconnect();
      resolve(performance.now() - clickedMs);
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** L12: frames of a replay that plays, with a position, and of the same page at rest, as the browser spaces them. */
async function measureFrames({ page }: OpenPage): Promise<BenchRow[]> {
  await page.getByLabel(lab.replay.setup.file).setInputFiles(csvFile());
  await page.getByRole("button", { name: lab.replay.setup.start, exact: true }).click();
  await page.getByLabel(lab.replay.ticket.field.qty).fill("0.01");
  await page.getByRole("button", { name: lab.replay.ticket.buy, exact: true }).click();
  await page.getByRole("button", { name: lab.replay.controls.step, exact: true }).click();
  const rest = await page.evaluate(collectFrames, PLAY_MS);
  const rows: BenchRow[] = [];
  for (const [speed, limit] of [
    ["300x", 16.7],
    ["max", 33],
  ] as const) {
    await page.getByRole("radio", { name: lab.replay.controls.speedName[speed], exact: true }).click();
    await page.getByRole("button", { name: lab.replay.controls.play, exact: true }).click();
    const frames = await page.evaluate(collectFrames, PLAY_MS);
    const between = atMost(
      `L12 lab: between two frames of a replay at ${speed}, 95 of 100, ms`,
      slowOf(frames.between),
      limit,
    );
    rows.push(
      { ...between, limit: `${between.limit} (the page at rest: ${slowOf(rest.between)})` },
      atMost(`L12 lab: work of a frame of it, drawing included, 95 of 100, ms`, slowOf(frames.work), limit),
    );
    const pause = page.getByRole("button", { name: lab.replay.controls.pause, exact: true });
    if ((await pause.count()) > 0) await pause.click();
  }
  await page.close();
  return rows;
}

/** The browser's times have a tenth of a millisecond. */
function slowOf(times: number[]): number {
  return Math.round(quantile(times, 0.95) * 10) / 10;
}

/** L11: nothing of the lab is in the terminal's scripts. */
async function measureTerminal({ page, scripts }: OpenPage): Promise<BenchRow> {
  const ofLab = scripts.filter(({ text }) => text.includes("/lab/sandbox") || text.includes("tz:lab:"));
  await page.close();
  return atMost("L11 lab: scripts of the terminal's first load with code of the lab", ofLab.length, 0);
}

async function measureEnd(page: Page, text: string, sentence: RegExp): Promise<number> {
  await page.getByLabel(lab.editor.label).fill(text);
  await run(page);
  const startedMs = performance.now();
  const alert = page.locator("main").getByRole("alert").filter({ hasText: sentence });
  await alert.waitFor(TIMEOUT);
  return performance.now() - startedMs;
}

async function chooseCandles(page: Page): Promise<void> {
  await page.getByLabel(lab.settings.file).setInputFiles(csvFile());
  await page.getByLabel(lab.settings.days).fill(String(DAYS));
}

async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: lab.settings.run, exact: true }).click();
}

function watchLongTasks(cores: number): void {
  Object.defineProperty(navigator, "hardwareConcurrency", { value: cores });
  Reflect.set(globalThis, "longTasks", 0);
  new PerformanceObserver((list) => {
    const before = Number(Reflect.get(globalThis, "longTasks"));
    Reflect.set(globalThis, "longTasks", before + list.getEntries().length);
  }).observe({ type: "longtask" });
}

/**
 * The frames of so many ms: the times between their starts, and from each start to the first task after its drawing.
 */
function collectFrames(ms: number): Promise<{ between: number[]; work: number[] }> {
  return new Promise((resolve) => {
    const between: number[] = [];
    const work: number[] = [];
    const startedMs = performance.now();
    let lastMs = startedMs;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => work.push(performance.now() - lastMs);
    const next = (nowMs: number) => {
      between.push(nowMs - lastMs);
      lastMs = nowMs;
      port2.postMessage(null);
      if (nowMs - startedMs < ms) requestAnimationFrame(next);
      else resolve({ between: between.slice(1), work });
    };
    requestAnimationFrame(next);
  });
}

function csvFile() {
  return { name: "candles.csv", mimeType: "text/csv", buffer: Buffer.from(buildCsv()) };
}

function buildCsv(): string {
  const columns = makeCandles(3, DAYS * 1_440);
  const lines = ["timestamp,open,high,low,close,volume"];
  for (let index = 0; index < columns.close.length; index += 1) {
    const cells = [columns.open, columns.high, columns.low, columns.close].map((column) =>
      (column[index] as number).toFixed(1),
    );
    lines.push([columns.startMs + index * 60_000, ...cells, 10].join(","));
  }
  return lines.join("\n");
}
