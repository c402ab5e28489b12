import type { Page } from "playwright-core";
import { type BenchRow, quantile } from "@/bench/bench-row";
import messages from "@/messages/en.json";
import { openBrowser } from "@/tests/support/open-browser";
import { startProduct } from "@/tests/support/start-product";

const FRAME_MS = 16.7;
const LONG_TASK_MS = 50;
/** The design's number of rows: a shorter list is no valid measurement. */
const LEAST_MARKETS = 600;
const QUIET_MS = 15_000;
const MEASURE_MS = 15_000;

type Frames = { p95Ms: number; longTasksMs: number[] };

/** W8 of the design: the picker with all markets open, its rows subscribed, beside the same page at rest. */
export async function run(): Promise<BenchRow[]> {
  const product = await startProduct({ env: { MARKET_SYMBOLS: "*" } });
  const browser = await openBrowser();
  try {
    const viewport = { width: 1440, height: 900 };
    const context = await browser.newContext({ baseURL: product.baseUrl, viewport });
    const page = await context.newPage();
    // The compiler of this file names functions by a helper, which the page does not have.
    await page.addInitScript("globalThis.__name ??= (named) => named");
    await page.goto("/terminal/BTCUSDT");
    await page.locator("[role=application] canvas").first().waitFor();
    await page.waitForTimeout(QUIET_MS);
    const idle = await measureFrames(page);
    await openPicker(page);
    const open = await measureFrames(page);
    return describe(open, idle);
  } finally {
    await browser.close();
    await product.close();
  }
}

async function openPicker(page: Page): Promise<void> {
  await page.keyboard.press("/");
  const grid = page.getByRole("dialog", { name: messages.terminal.markets.label }).getByRole("grid");
  await grid.getByRole("row").nth(20).waitFor();
  const count = Number(await grid.getAttribute("aria-rowcount"));
  if (count < LEAST_MARKETS) throw new Error(`The picker lists ${count} markets.`);
  await page.waitForTimeout(QUIET_MS);
}

/** Frames of the page for a while, and the long tasks. */
async function measureFrames(page: Page): Promise<Frames> {
  const { frames, longTasksMs } = await page.evaluate(
    async ({ measureMs }) => {
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration);
      });
      observer.observe({ entryTypes: ["longtask"] });
      const lengths: number[] = [];
      await new Promise<void>((resolve) => {
        const startMs = performance.now();
        let lastMs = startMs;
        const step = (timeMs: number) => {
          lengths.push(timeMs - lastMs);
          lastMs = timeMs;
          if (timeMs - startMs < measureMs) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      observer.disconnect();
      // The first one began before the measuring.
      return { frames: lengths.slice(1), longTasksMs: tasks };
    },
    { measureMs: MEASURE_MS },
  );
  return { p95Ms: Math.round(quantile(frames, 0.95) * 10) / 10, longTasksMs };
}

function describe(open: Frames, idle: Frames): BenchRow[] {
  const longest = Math.max(0, ...open.longTasksMs);
  return [
    {
      claim: "W8 picker: p95 frame with all markets listed and the rows in view followed",
      ours: `${open.p95Ms.toFixed(1)} ms`,
      limit: `${idle.p95Ms.toFixed(1)} ms with the picker closed`,
      ratio: open.p95Ms / FRAME_MS,
      target: `≤ ${FRAME_MS} ms`,
      isMet: open.p95Ms <= FRAME_MS,
    },
    {
      claim: "W8 picker: longest task while it is open",
      ours: `${longest.toFixed(0)} ms, ${open.longTasksMs.length} over ${LONG_TASK_MS} ms`,
      limit: `${idle.longTasksMs.length} over ${LONG_TASK_MS} ms with the picker closed`,
      ratio: longest / LONG_TASK_MS,
      target: "≤ 1",
      isMet: longest <= LONG_TASK_MS,
    },
  ];
}
