import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "@/lib/lab/seeded-random";
import { MODULE_HEAD, MODULE_TAIL } from "@/lib/lab/strategy/module-text";
import { ESCAPES } from "@/tests/e2e/lab-escapes";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
let canary: Server;
let hits: string[] = [];
let canaryUrl = "";
beforeAll(async () => {
  browser = await openBrowser();
  canary = createServer((request, response) => {
    hits.push(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*");
    response.end("1");
  });
  await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve));
  canaryUrl = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/canary`;
});
afterAll(async () => {
  await browser.close();
  canary.close();
});

const TIMEOUT = { timeout: 30_000 };
const START_MS = Date.parse("2025-06-01T00:00:00Z");

/** Three weeks of minutes as CSV, the same each time. */
function buildCsv(minutes: number): string {
  const random = createRandom(5);
  const lines = ["timestamp,open,high,low,close,volume"];
  let close = 20_000;
  for (let index = 0; index < minutes; index += 1) {
    const open = close;
    close = Math.max(1_000, Math.round((open + (random() - 0.5) * 30 + 6 * Math.sin(index / 900)) * 2) / 2);
    const row = [open, Math.max(open, close) + 2, Math.min(open, close) - 2, close, 1];
    lines.push([new Date(START_MS + index * 60_000).toISOString(), ...row].join(","));
  }
  return lines.join("\n");
}

/** Runs a text in a sandbox of the page, and returns what the worker tells last. */
function runRaw(page: Page, module: string, withRunner: boolean) {
  return page.evaluate(
    async ({ module, withRunner, startMs }) => {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts");
      frame.src = "/lab/sandbox";
      const runner = withRunner ? await (await fetch("/lab-runner.js")).text() : module;
      const price = () => new Float64Array(4).fill(100);
      const columns = {
        startMs,
        filled: 0,
        open: price(),
        high: price(),
        low: price(),
        close: price(),
        volume: price(),
      };
      const routes = [{ symbol: "X", timeframe: "1m" }];
      const config = {
        type: "futures",
        mode: "cross",
        leverage: 1,
        fee: 0,
        balance: 1_000,
        warmUpCandles: 0,
        routes,
        data: [],
        hyperparameters: {},
        planId: null,
        venue: null,
        terms: { fees: null, steps: {}, mustPassLimits: false },
      };
      const request = {
        task: { type: "run" },
        config,
        candles: [["X", columns]],
        fromMs: startMs,
        toMs: startMs + 240_000,
        seed: 1,
        chargesFunding: false,
      };
      return new Promise<{ type: string; message?: string; result?: { logs: { text: string }[] } }>(
        (resolve) => {
          const listener = ({ source, data }: MessageEvent) => {
            if (source !== frame.contentWindow) return;
            if (data.type === "ready") {
              frame.contentWindow?.postMessage({ type: "prepare", runner }, "*");
              if (withRunner)
                frame.contentWindow?.postMessage({ type: "start", module, request, buffers: [] }, "*");
            } else if (["result", "fault", "raw"].includes(data.type)) {
              removeEventListener("message", listener);
              frame.remove();
              resolve(data);
            }
          };
          addEventListener("message", listener);
          document.body.append(frame);
        },
      );
    },
    { module, withRunner, startMs: START_MS },
  );
}

/** Neither 1440 nor 390 px scroll sideways or have a barrier. */
async function expectFit(page: Page): Promise<void> {
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await findViolations(page)).toEqual([]);
  }
}

function inHook(body: string, origin: string): string {
  const names = `const CANARY = ${JSON.stringify(canaryUrl)}, ORIGIN = ${JSON.stringify(origin)};`;
  const hook = `before() { if (this.index > 0) return; let got; try { got = (() => { ${body} })(); } catch { return; } if (got) this.log("escaped"); }`;
  return `;self.labModule=${MODULE_HEAD}${names} exports.A = class A extends Strategy { ${hook} };${MODULE_TAIL};`;
}

describe("the sandbox", () => {
  it("every attempt to leave it fails, and no request reaches a server", async () => {
    const { page } = await visit(browser, "/lab");
    const origin = new URL(page.url()).origin;
    hits = [];
    const escaped: string[] = [];
    for (const [name, body] of ESCAPES) {
      const report = await runRaw(page, inHook(body, origin), true);
      if (report.type !== "result" || (report.result?.logs.length ?? 1) > 0)
        escaped.push(`${name}: ${report.message ?? "escaped"}`);
    }
    expect(escaped).toEqual([]);
    expect(ESCAPES.length).toBeGreaterThanOrEqual(50);
    expect(hits).toEqual([]);
    await page.context().close();
  });

  it("the browser's policy alone holds, without the runner's own lock", async () => {
    const { page } = await visit(browser, "/lab");
    hits = [];
    const module = `(async () => {
      const CANARY = ${JSON.stringify(canaryUrl)};
      const open = [];
      const tries = {
        fetch: () => fetch(CANARY),
        xhr: () => { const r = new XMLHttpRequest(); r.open("GET", CANARY, false); r.send(); },
        scripts: () => importScripts(CANARY),
        module: () => import(CANARY),
        worker: () => new Promise((yes, no) => { const w = new Worker("data:text/javascript,fetch('" + CANARY + "').then(() => postMessage(1))"); w.onmessage = yes; w.onerror = no; setTimeout(no, 500); }),
        socket: () => new Promise((yes, no) => { const s = new WebSocket(CANARY.replace("http", "ws")); s.onopen = yes; s.onerror = no; }),
        eval: () => eval("1"),
        storage: () => new Promise((yes, no) => { const r = indexedDB.open("x"); r.onsuccess = yes; r.onerror = no; }),
      };
      for (const [name, attempt] of Object.entries(tries)) {
        try { await attempt(); open.push(name); } catch {}
      }
      postMessage({ type: "raw", message: open.join() });
    })();`;
    expect(await runRaw(page, module, false)).toEqual({ type: "raw", message: "" });
    expect(hits).toEqual([]);
    await page.context().close();
  });

  it("may be framed by our pages alone, and leaves the policy of the pages as it is", async () => {
    const { page } = await visit(browser, "/lab");
    // Without it the browser keeps no file of candles: it would not know of which market it is.
    expect(await page.locator('meta[name="tz-market"]').getAttribute("content")).toBeTruthy();
    const [own, lab] = await page.evaluate(async () =>
      Promise.all(
        ["/", "/lab/sandbox"].map(async (path) => {
          const { headers } = await fetch(path);
          return {
            policy: headers.get("content-security-policy") ?? "",
            frame: headers.get("x-frame-options"),
          };
        }),
      ),
    );
    expect(own?.policy).toContain("frame-ancestors 'none'");
    expect(own?.policy).not.toMatch(/unsafe-eval|wasm/);
    expect(own?.frame).toBe("DENY");
    expect(lab?.policy).toMatch(
      /^sandbox allow-scripts; default-src 'none'; .*connect-src 'none'.*frame-ancestors 'self'$/,
    );
    expect(lab?.frame).toBe("SAMEORIGIN");
    await page.context().close();
  });
});

const csv = { name: "candles.csv", mimeType: "text/csv", buffer: Buffer.from(buildCsv(21 * 1_440)) };

describe("the lab's page", () => {
  it("runs an example over candles of the visitor's own, and fits each width", async () => {
    const { page, errors } = await visit(browser, "/lab");
    await page.getByLabel(text("lab.settings.file")).setInputFiles(csv);
    await page.getByRole("button", { name: text("lab.settings.run"), exact: true }).click();
    const result = page.getByRole("heading", { name: text("lab.plans.title") });
    await expect.poll(() => result.count(), TIMEOUT).toBe(1);
    expect(await page.getByRole("row", { name: /^Classic/ }).innerText()).toMatch(/\d+ of 11/);
    await expect
      .poll(() => page.getByText(/replaced by noise; no earlier order changed/).count(), TIMEOUT)
      .toBe(1);
    await page.getByRole("button", { name: text("lab.optimise.start"), exact: true }).click();
    await expect.poll(() => page.getByText(/deflated Sharpe\): 0\.\d{3}/).count(), TIMEOUT).toBe(1);
    await expect.poll(() => page.getByText(/Plateau: the neighbours|The best try loses/).count()).toBe(1);
    expect(await page.getByRole("heading", { name: text("lab.gap.title") }).count()).toBe(1);
    expect(await page.getByRole("figure", { name: text("lab.runChart.title") }).count()).toBe(1);
    await expectFit(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("a run that begins while its candles are loaded is the one over candles that are there", async () => {
    const { page, errors } = await visit(browser, "/lab");
    const checked = page.getByText(/replaced by noise; no earlier order changed/);
    const prints: string[] = [];
    for (const _run of ["while they are loaded", "over those of the first run"]) {
      await page.getByRole("button", { name: text("lab.settings.run"), exact: true }).click();
      await expect.poll(() => checked.count(), TIMEOUT).toBe(0);
      await expect.poll(() => checked.count(), TIMEOUT).toBe(1);
      prints.push(await page.getByText(/^Fingerprint: [0-9a-f]{64}$/).innerText());
    }
    expect(prints[1]).toBe(prints[0]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("a strategy runs live on the minutes as they close, and stops", async () => {
    const { page, errors } = await visit(browser, "/lab");
    await page.getByLabel(text("lab.settings.timeframe")).selectOption("1m");
    await page
      .getByLabel(text("lab.editor.label"))
      .fill(
        "export class A extends Strategy { shouldLong() { return true; } goLong() { this.buy = [0.01, this.price]; } }",
      );
    await page.getByRole("button", { name: text("lab.live.start"), exact: true }).click();
    await expect.poll(() => page.getByText(/BTCUSDT buy MARKET 0\.01/).count(), TIMEOUT).toBe(1);
    expect(await page.getByText(/^0\.01 at /).count()).toBe(1);
    await page.getByRole("button", { name: text("lab.live.stop"), exact: true }).click();
    await page.getByRole("button", { name: text("lab.live.start"), exact: true }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("a hook that never ends is stopped, with a sentence, and the page lives on", async () => {
    const { page } = await visit(browser, "/lab");
    await page.getByLabel(text("lab.settings.file")).setInputFiles(csv);
    const editor = page.getByLabel(text("lab.editor.label"));
    await editor.fill("export class A extends Strategy { before() { if (this.index > 20) for (;;); } }");
    await page.getByRole("button", { name: text("lab.settings.run"), exact: true }).click();
    await expect.poll(() => page.getByRole("alert").first().innerText(), TIMEOUT).toMatch(/does not end/);
    await editor.fill("export class A extends Strategy { before() { throw new Error('planned'); } }");
    await page.getByRole("button", { name: text("lab.settings.run"), exact: true }).click();
    await expect
      .poll(() => page.getByRole("alert").first().innerText(), TIMEOUT)
      .toMatch(/before of BTCUSDT 1h .*planned/);
    await page.context().close();
  });
});

describe("a replay", () => {
  it("is traded blind or open, is breached by its challenge, and fits each width", async () => {
    const { page, errors } = await visit(browser, "/lab/replay");
    await page.getByLabel(text("lab.replay.setup.file")).setInputFiles(csv);
    const blind = page.getByLabel(text("lab.replay.setup.blind"));
    const start = page.getByRole("button", { name: text("lab.replay.setup.start"), exact: true });
    await blind.check();
    await start.click();
    await expect
      .poll(() => page.getByRole("heading", { level: 2 }).first().innerText(), TIMEOUT)
      .toMatch(/^BLIND · 2000-01-0/);
    expect(await page.getByText("BTCUSDT").count()).toBe(0);
    await page.getByRole("button", { name: text("lab.replay.another") }).click();

    await blind.uncheck();
    await page.getByLabel(text("lab.replay.setup.plan")).selectOption("classic");
    await start.click();
    // The candles rise after the first day: a short position loses.
    await page.getByLabel(text("lab.replay.ticket.field.qty")).fill("2");
    await page.getByRole("button", { name: text("lab.replay.ticket.sell"), exact: true }).click();
    await page.getByRole("button", { name: text("lab.replay.controls.step"), exact: true }).click();
    await expect.poll(() => page.getByText(/^Short 2 at /).count(), TIMEOUT).toBe(1);
    await page.getByRole("radio", { name: text("lab.replay.controls.speedName.max") }).click();
    await page.getByRole("button", { name: text("lab.replay.controls.play"), exact: true }).click();
    await expect
      .poll(() => page.getByText(/^The challenge is failed\. Daily loss:/).count(), TIMEOUT)
      .toBe(1);
    await expectFit(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
