import type { Page } from "playwright-core";
import type { BenchRow } from "@/bench/bench-row";
import { atMost } from "@/bench/lab/lab-rows";
import { makeCandles } from "@/bench/lab/measure-run";
import messages from "@/messages/en.json";
import { openBrowser } from "@/tests/support/open-browser";
import { startProduct } from "@/tests/support/start-product";

const DAYS = 40;
const LONG_MS = 50;
const ENDLESS = "export class A extends Strategy { before() { if (this.index > 9) for (;;); } }";

/** L10, L11 and L13 in a real browser, over candles of the visitor's own. There must be a build. */
export async function measurePage(): Promise<BenchRow[]> {
  const product = await startProduct();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ baseURL: product.baseUrl });
    await page.addInitScript(watchLongTasks);
    const scripts: number[] = [];
    page.on("requestfinished", async (request) => {
      if (request.resourceType() === "script") scripts.push((await request.sizes()).responseBodySize);
    });
    await page.goto("/lab");
    await page.locator(".cm-editor").waitFor();
    await page.waitForTimeout(2_000);
    const loadedKb = scripts.reduce((sum, size) => sum + size, 0) / 1_024;
    const editorKb = Math.max(...scripts) / 1_024;
    await page.getByLabel(messages.lab.settings.file).setInputFiles({
      name: "candles.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(buildCsv()),
    });
    await page.getByLabel(messages.lab.settings.days).fill(String(DAYS));
    await page.evaluate(() => Reflect.set(globalThis, "longTasks", 0));
    await run(page);
    await page.getByRole("heading", { name: messages.lab.plans.title }).waitFor({ timeout: 60_000 });
    const long = Number(await page.evaluate(() => Reflect.get(globalThis, "longTasks")));
    await page.getByLabel(messages.lab.editor.label).fill(ENDLESS);
    await run(page);
    const startedMs = performance.now();
    await page.getByRole("alert").filter({ hasText: "does not end" }).waitFor({ timeout: 60_000 });
    const endedMs = performance.now() - startedMs;
    return [
      atMost(`L10 lab: tasks of the page above ${LONG_MS} ms, from run to report`, long, 0),
      atMost("L11 lab: scripts of the lab's page with its editor, gzip, KB", loadedKb, 255 + 180),
      atMost("L11 lab: the largest script of the page, gzip, KB", editorKb, 180),
      atMost("L13 lab: an endless hook ended, its start included, ms", endedMs, 3_000),
    ];
  } finally {
    await browser.close();
    await product.close();
  }
}

async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: messages.lab.settings.run, exact: true }).click();
}

function watchLongTasks(): void {
  Reflect.set(globalThis, "longTasks", 0);
  new PerformanceObserver((list) => {
    Reflect.set(
      globalThis,
      "longTasks",
      Number(Reflect.get(globalThis, "longTasks")) + list.getEntries().length,
    );
  }).observe({ type: "longtask" });
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
