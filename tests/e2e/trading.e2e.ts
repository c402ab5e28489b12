import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { controlStandIn } from "@/dev/testing/control-stand-in";
import { findViolations } from "@/dev/testing/find-violations";
import { openBrowser } from "@/dev/testing/open-browser";
import { visit } from "@/dev/testing/visit";
import { visitSignedIn } from "@/dev/testing/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const { env } = inject("product");
const PATIENCE = { timeout: 60_000 };

const form = (page: Page) => page.getByRole("form", { name: /Order in/ });
const buyButton = (page: Page) => form(page).locator("[data-side=buy]");
const sellButton = (page: Page) => form(page).locator("[data-side=sell]");
const toasts = (page: Page) => page.locator("[data-sonner-toast]");
const positions = (page: Page) => page.getByRole("region", { name: "Positions" });
const readNumber = (text: string) => Number(/[\d,]+(?:\.\d+)?/.exec(text)?.[0]?.replaceAll(",", ""));

/** The form with prices in it: its buttons say how much they would trade. */
async function openForm(options: Parameters<typeof visitSignedIn>[2] = {}, path = "/terminal/SOLUSDT") {
  const opened = await visitSignedIn(browser, path, options);
  await expect
    .poll(() => buyButton(opened.page).innerText(), PATIENCE)
    .toMatch(/Buy [\d.]+ [A-Z]+\s+at market/);
  return opened;
}

async function buyAtMarket(page: Page) {
  await buyButton(page).click();
  await positions(page).waitFor({ timeout: PATIENCE.timeout });
}

describe("a trader", () => {
  it("registers, buys by risk, drags the stop, and is stopped out where it was put", async () => {
    const { page, errors } = await visit(browser, "/register");
    await page.getByLabel("Name").fill("Ann");
    await page.getByLabel("E-mail").fill(`ann-${Date.now()}@terminal-zero.local`);
    await page.getByLabel("Password").fill("a horse on the moon");
    await page.getByRole("button", { name: "Open account" }).click();
    await page.waitForURL("**/terminal/BTCUSDT", PATIENCE);
    await page.getByRole("button", { name: "Skip the tour" }).click(PATIENCE);

    await expect.poll(() => buyButton(page).innerText(), PATIENCE).toMatch(/Buy [\d.]+ BTC/);
    const loss = await form(page)
      .getByRole("row", { name: /Loss at stop/ })
      .innerText();
    expect(readNumber(loss)).toBeLessThanOrEqual(100);
    await buyAtMarket(page);
    await expect
      .poll(() => toasts(page).allInnerTexts(), PATIENCE)
      .toEqual(expect.arrayContaining([expect.stringMatching(/Bought [\d.]+ BTCUSDT at [\d.]+/)]));
    const pnl = positions(page).getByRole("cell").nth(4);
    const before = await pnl.innerText();
    await expect.poll(() => pnl.innerText(), PATIENCE).not.toBe(before);

    const line = page.locator("[data-line=stop]");
    const readStop = async () => readNumber((await line.innerText()).replace("Stop", ""));
    const oldStop = await readStop();
    const box = await line.boundingBox();
    if (!box) throw new Error("The stop has no line.");
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + box.height / 2 - 14, { steps: 4 });
    await page.mouse.up();
    await expect.poll(readStop, PATIENCE).toBeGreaterThan(oldStop);
    const stop = positions(page).getByRole("button", { name: /Stop of BTCUSDT/ });
    await expect.poll(async () => readNumber(await stop.innerText()), PATIENCE).toBeGreaterThan(oldStop);

    const newStop = readNumber(await stop.innerText());
    const prices = [0.9995, 0.999, 0.998].map((factor) => (newStop * factor).toFixed(1));
    await controlStandIn(env, "venue", { push: { symbol: "BTCUSDT", prices } });
    await page.getByText("No open positions").waitFor(PATIENCE);
    await page.getByRole("button", { name: /Notifications/ }).click();
    await page
      .getByRole("dialog", { name: "Notifications" })
      .getByText(/Stop hit: sold/)
      .first()
      .waitFor(PATIENCE);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Trades" }).last().click();
    await page.getByRole("button", { name: "Evidence" }).first().click();
    await page.getByText("Levels of the book, best first").waitFor(PATIENCE);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("places a limit order, amends it where it stands and on the chart by keys, and cancels it", async () => {
    const { page, errors } = await openForm();
    const last = readNumber(await page.locator("header .num").first().innerText());
    await form(page).getByRole("radio", { name: "Limit" }).click();
    await form(page).getByRole("radio", { name: "SOL", exact: true }).click();
    await form(page).getByLabel("Size", { exact: true }).fill("1.5");
    await form(page)
      .getByLabel("Price", { exact: true })
      .fill((last * 0.99).toFixed(2));
    await buyButton(page).click();
    await page.getByRole("tab", { name: /Open orders/ }).click();
    const orders = page.getByRole("region", { name: "Open orders" });
    const price = orders.getByRole("button", { name: /Price of SOLUSDT limit/ });
    await price.click(PATIENCE);
    const amended = (last * 0.985).toFixed(2);
    await orders.getByLabel("Price of SOLUSDT limit").fill(amended);
    await page.keyboard.press("Enter");
    await expect.poll(async () => readNumber(await price.innerText()), PATIENCE).toBe(Number(amended));

    const line = page.locator("[data-line$=price]");
    await line.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => readNumber(await price.innerText()), PATIENCE)
      .toBeGreaterThan(Number(amended));

    await orders.getByRole("button", { name: /Cancel SOLUSDT/ }).click();
    await page.getByText("No open orders").waitFor(PATIENCE);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("reverses a position and closes everything after a question", async () => {
    const { page } = await openForm();
    await buyAtMarket(page);
    await positions(page)
      .getByText(/Long \d+x/)
      .waitFor(PATIENCE);
    await page.getByRole("button", { name: "Reverse SOLUSDT" }).click();
    await positions(page)
      .getByText(/Short \d+x/)
      .waitFor(PATIENCE);
    await page.getByRole("button", { name: "Close 50% of SOLUSDT" }).click();
    await page.getByRole("button", { name: /Close all/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Close all" }).click();
    await page.getByText("No open positions").waitFor(PATIENCE);
    await page.context().close();
  });

  it("is told at the field what is wrong, and nothing is sent", async () => {
    const { page } = await openForm();
    let sent = 0;
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/api/orders")) sent += 1;
    });
    await form(page).getByRole("radio", { name: "SOL", exact: true }).click();
    const size = form(page).getByLabel("Size", { exact: true });
    await size.fill("0.123456");
    await buyButton(page).click();
    await expect.poll(() => size.getAttribute("aria-invalid"), PATIENCE).toBe("true");
    await form(page)
      .getByText(/must be a multiple of/)
      .waitFor(PATIENCE);
    expect(await size.evaluate((field) => field === document.activeElement)).toBe(true);
    await size.fill("99999999");
    expect(await size.getAttribute("aria-invalid")).toBeNull();
    expect(sent).toBe(0);
    await page.context().close();
  });

  it("sees in one tab what another one did", async () => {
    const { page } = await openForm();
    const second = await page.context().newPage();
    await second.goto("/terminal/SOLUSDT");
    await second.getByText("No open positions").waitFor(PATIENCE);
    await buyAtMarket(page);
    await positions(second)
      .getByText(/Long \d+x/)
      .waitFor(PATIENCE);
    await page.context().close();
  });

  it("is held back from trading while the stream is lost, and goes on when it is back", async () => {
    const { page } = await openForm();
    await page.context().setOffline(true);
    await page.route("**/api/stream**", (route) => route.abort());
    await controlStandIn(env, "venue", { stale: true });
    await expect.poll(() => buyButton(page).isDisabled(), PATIENCE).toBe(true);
    await form(page).getByText("Orders wait until prices are fresh again.").waitFor(PATIENCE);
    await controlStandIn(env, "venue", { stale: false });
    await page.unroute("**/api/stream**");
    await page.context().setOffline(false);
    await expect.poll(() => buyButton(page).isDisabled(), PATIENCE).toBe(false);
    await buyAtMarket(page);
    await page.context().close();
  });

  it("trades by keyboard alone", async () => {
    const { page } = await openForm();
    await page.keyboard.press("s");
    expect(await sellButton(page).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await positions(page)
      .getByText(/Short \d+x/)
      .waitFor(PATIENCE);
    await page.keyboard.press("Escape");
    expect(await sellButton(page).evaluate((button) => button === document.activeElement)).toBe(false);
    await page.context().close();
  });

  it("trades on a phone from a sheet", async () => {
    const { page } = await visitSignedIn(browser, "/terminal/SOLUSDT", { width: 390, height: 844 });
    await page.getByRole("button", { name: "Trade SOLUSDT" }).click(PATIENCE);
    await expect.poll(() => buyButton(page).innerText(), PATIENCE).toMatch(/Buy [\d.]+ SOL/);
    await buyButton(page).click();
    await page.getByRole("button", { name: "Close" }).first().click();
    await page.getByRole("tab", { name: "Account" }).click();
    await positions(page)
      .getByText(/Long \d+x/)
      .waitFor(PATIENCE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.context().close();
  });

  it.each(["midnight", "light"] as const)("has nothing that axe objects to in %s", async (theme) => {
    const { page } = await openForm({ theme });
    await buyAtMarket(page);
    await expect.poll(() => toasts(page).count(), PATIENCE).toBeGreaterThan(0);
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });
});
