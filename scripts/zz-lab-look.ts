import { startProduct } from "@/tests/support/start-product";
import { openBrowser } from "@/tests/support/open-browser";
const OUT = "/tmp/lab-shots"; import { mkdirSync } from "node:fs"; mkdirSync(OUT, { recursive: true });
const part = process.argv[2] ?? "all";
const product = await startProduct();
const browser = await openBrowser();
const t0 = Date.now(); const log = (...a: unknown[]) => console.log(((Date.now() - t0) / 1000).toFixed(1), ...a);
async function open(path: string, theme: string, width: number) {
  const context = await browser.newContext({ baseURL: product.baseUrl, viewport: { width, height: width < 768 ? 844 : 900 }, isMobile: width < 768, hasTouch: width < 768 });
  await context.addInitScript((n) => { if (window === window.top) localStorage.setItem("tz:theme", n); }, theme);
  const page = await context.newPage();
  page.on("pageerror", (e) => log("PAGEERROR", e.message)); page.on("console", (m) => { if (m.type() === "error") log("CONSOLE", m.text().slice(0, 200)); });
  await page.goto(path); return page;
}
const shot = (page: any, name: string, full = true) => page.screenshot({ path: `${OUT}/${name}.png`, fullPage: full });
try {
  if (part === "all" || part === "lab") {
    const page = await open("/lab", "midnight", 1440);
    await page.locator(".cm-editor").waitFor();
    await shot(page, "lab-0-1440");
    await page.getByLabel("Days").fill("365");
    const start = Date.now();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("heading", { name: "Would it pass?" }).or(page.locator("main").getByRole("alert")).first().waitFor({ timeout: 300000 });
    log("run of a year incl. candles", Date.now() - start);
    await page.getByText("replaced by noise").or(page.getByText("The strategy reads the future")).first().waitFor({ timeout: 300000 });
    log("checks done", Date.now() - start);
    await shot(page, "lab-1-1440");
    const again = Date.now();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("Comparing with").waitFor({ timeout: 60000 }).catch(() => {});
    log("edit→result warm", Date.now() - again);
    await page.getByRole("button", { name: "Stop", exact: true }).click().catch(() => {});
    await page.waitForTimeout(500);
    const opt = Date.now();
    await page.getByRole("button", { name: "Optimise", exact: true }).click();
    await page.getByText("deflated Sharpe").waitFor({ timeout: 300000 });
    log("optimise 50", Date.now() - opt);
    await shot(page, "lab-2-1440");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(500);
    log("scrollWidth 390", await page.evaluate(() => document.documentElement.scrollWidth));
    await shot(page, "lab-2-390");
    await page.context().close();
  }
  if (part === "all" || part === "replay") {
    const page = await open("/lab/replay", "midnight", 1440);
    await shot(page, "replay-0-1440");
    await page.getByLabel(/^Blind/).check();
    await page.getByLabel("Challenge").selectOption("classic");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { level: 2 }).filter({ hasText: "BLIND" }).or(page.getByRole("alert")).first().waitFor({ timeout: 120000 });
    await page.waitForTimeout(1500);
    await shot(page, "replay-1-1440");
    await page.getByLabel("Quantity").fill("60");
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await page.getByRole("button", { name: "Next minute", exact: true }).click();
    await page.waitForTimeout(500);
    await shot(page, "replay-2-1440");
    await page.getByText("+ 1h").click();
    await page.keyboard.press("Escape");
    await page.getByLabel("80% of a loss limit").check();
    await page.getByRole("radio", { name: "1,000×" }).click();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForTimeout(15000);
    await shot(page, "replay-3-1440");
    if (await page.getByRole("button", { name: "Play", exact: true }).isEnabled().catch(() => false)) { await page.getByRole("radio", { name: "Max" }).click(); await page.getByRole("button", { name: "Play", exact: true }).click(); }
    await page.waitForTimeout(8000);
    await shot(page, "replay-4-1440");
    await page.setViewportSize({ width: 390, height: 844 }); await page.waitForTimeout(500);
    log("scrollWidth 390", await page.evaluate(() => document.documentElement.scrollWidth));
    await shot(page, "replay-4-390");
    await page.getByRole("button", { name: "Another replay" }).click();
    await page.waitForTimeout(500);
    await shot(page, "replay-5-390");
    await page.setViewportSize({ width: 1440, height: 900 }); await shot(page, "replay-5-1440");
    await page.context().close();
  }
} catch (error) { log("ERR", error); for (const c of browser.contexts()) for (const p of c.pages()) await p.screenshot({ path: `${OUT}/error.png`, fullPage: true }).catch(() => {}); }
finally { await browser.close(); await product.close(); process.exit(0); }
