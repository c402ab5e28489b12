import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyAtMarket, buyButton, openDesk, positions, readLast, sendUntil, TIMEOUT } from "@/tests/e2e/desk";
import { countCandlePixels } from "@/tests/e2e/read-chart";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("a part of the desk whose code can't be loaded", () => {
  it("says so in its place, leaves the desk alone, and is loaded by a press", async () => {
    const { page } = await openDesk(browser);
    // The desk loads its parts ahead after ten seconds: here it never does.
    await page.addInitScript(() => {
      const start = window.setTimeout;
      const neverAhead = (task: () => void, ms?: number) => start(task, ms === 10_000 ? 1e9 : ms);
      Object.assign(window, { setTimeout: neverAhead });
    });
    await page.reload();
    await expect.poll(() => buyButton(page).innerText(), TIMEOUT).toMatch(/\d/);
    const chunks = /\/_next\/static\/chunks\//;
    await page.route(chunks, (route) => route.abort("internetdisconnected"));
    await page.getByRole("tab", { name: text("terminal.account.history") }).click();
    const failure = page.getByRole("alert").filter({ hasText: text("common.notLoaded") });
    await failure.waitFor(TIMEOUT);
    expect(await buyButton(page).isVisible()).toBe(true);
    await page.unroute(chunks);
    await failure.getByRole("button", { name: text("common.tryAgain") }).click();
    await page.getByText(text("terminal.account.noHistory")).waitFor(TIMEOUT);
    await page.context().close();
  });
});

describe("the lines of the chart", () => {
  it("end what they show by their ×", async () => {
    const { page, errors } = await openDesk(browser);
    await buyAtMarket(page);
    const chart = page.getByRole("region", { name: text("chart.label", { symbol: "SOLUSDT" }) });
    await chart.locator("[data-trade-line=even] [data-label]").waitFor(TIMEOUT);
    const removal = chart.getByRole("button", { name: /Remove the target at/ });
    const chip = chart.getByRole("button", { name: /^Target .*outside the price scale/ });
    // A target beyond the scale is brought into it by its chip.
    await removal.or(chip).waitFor(TIMEOUT);
    if (await chip.isVisible()) await chip.click();
    await removal.click(TIMEOUT);
    await expect.poll(() => chart.locator("[data-trade-line=target]").count(), TIMEOUT).toBe(0);
    await chart.getByRole("button", { name: text("chart.line.end.position") }).click();
    await page
      .getByRole("dialog", { name: text("terminal.positionRow.closeTitle", { symbol: "SOLUSDT" }) })
      .getByRole("button", { name: text("terminal.positionRow.close"), exact: true })
      .last()
      .click(TIMEOUT);
    await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
    expect(await positions(page).count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("orders at a price of the chart, and several together", () => {
  it("are placed by the chart's menu and as a ladder, marked in the book, and cancelled on the chart", async () => {
    const { page, errors } = await openDesk(browser);
    const chart = page.getByRole("application", { name: /Candles of SOLUSDT/ });
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(0);
    const box = await chart.boundingBox();
    if (!box) throw new Error("There is no chart.");
    await chart.click({ button: "right", position: { x: box.width / 2, y: box.height * 0.6 } });
    const menu = page.getByRole("menu", { name: text("alerts.chart.label") });
    await menu.locator("[data-order=limit]:not([aria-disabled=true])").click(TIMEOUT);
    const order = page.getByRole("dialog", { name: text("chart.order.title", { symbol: "SOLUSDT" }) });
    const line = page.locator("[data-trade-line$=price]");
    const isShown = async () => (await line.count()) === 1;
    await sendUntil(page, () => order.getByRole("button", { name: /^(Buy|Sell)$/ }).click(TIMEOUT), isShown, {
      within: order,
    });
    await line.getByRole("button", { name: /^Cancel/ }).click(TIMEOUT);
    await expect.poll(() => line.count(), TIMEOUT).toBe(0);

    const last = await readLast(page);
    await page.getByRole("button", { name: text("terminal.ticket.group.open") }).click();
    const dialog = page.getByRole("dialog", {
      name: text("terminal.ticket.group.title", { symbol: "SOLUSDT" }),
    });
    await dialog.getByLabel(text("terminal.ticket.group.qty")).fill("6");
    await dialog.getByLabel(text("terminal.ticket.group.from")).fill((last * 0.99).toFixed(2));
    await dialog.getByLabel(text("terminal.ticket.group.to")).fill((last * 0.98).toFixed(2));
    await dialog.getByLabel(text("terminal.ticket.group.count")).fill("3");
    const submit = dialog.getByRole("button", { name: text("terminal.ticket.group.submit") });
    const areShown = async () => (await line.count()) === 3;
    await sendUntil(page, () => submit.click(TIMEOUT), areShown, { within: dialog });

    // Two orders of which one cancels the other: a limit below the market and a stop above it.
    await page.getByRole("button", { name: text("terminal.ticket.group.open") }).click();
    await dialog.getByRole("radio", { name: text("terminal.ticket.group.kind.oco") }).click();
    await dialog.getByLabel(text("terminal.ticket.group.qtyEach")).fill("1");
    await dialog.getByLabel(text("terminal.ticket.group.limit")).fill((last * 0.975).toFixed(2));
    await dialog.getByLabel(text("terminal.ticket.group.stop")).fill((last * 1.02).toFixed(2));
    const trigger = page.locator("[data-trade-line$=trigger]");
    const isPair = async () => (await line.count()) === 4 && (await trigger.count()) === 1;
    await sendUntil(page, () => submit.click(TIMEOUT), isPair, { within: dialog });

    await page.getByRole("button", { name: text("terminal.ticket.group.open") }).click();
    await dialog.getByRole("radio", { name: text("terminal.ticket.group.kind.chase") }).click();
    // So much that it is not filled before it is stopped.
    await dialog.getByLabel(text("terminal.ticket.group.qty")).fill("60");
    await dialog.getByLabel(text("terminal.ticket.group.distance")).fill("1");
    const start = dialog.getByRole("button", { name: text("terminal.ticket.group.startChase") });
    await sendUntil(
      page,
      () => start.click(TIMEOUT),
      async () => (await dialog.count()) === 0,
      {
        within: dialog,
      },
    );
    await page.getByRole("tab", { name: new RegExp(text("terminal.account.orders")) }).click();
    const running = page.getByRole("list", { name: text("terminal.running.label") });
    await running.getByRole("button", { name: new RegExp(text("terminal.running.stop")) }).click(TIMEOUT);
    await running.getByText(text("terminal.running.status.stopped")).waitFor(TIMEOUT);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("the portfolios", () => {
  it("are renamed and reset to a chosen balance from the page", async () => {
    const { page, errors } = await openDesk(browser);
    await page.getByRole("button", { name: /^Portfolio Practice/ }).click(TIMEOUT);
    await page.getByRole("menuitem", { name: text("terminal.portfolio.manage") }).click();
    const dialog = page.getByRole("dialog", { name: text("terminal.portfolios.title") });
    await dialog.getByLabel(text("terminal.portfolios.nameOf", { name: "Practice" })).fill("Scalping");
    await page.keyboard.press("Enter");
    await dialog.getByText(text("terminal.portfolios.reset", { name: "Scalping" })).waitFor(TIMEOUT);
    await dialog.getByLabel(text("terminal.portfolios.balance")).first().fill("25000");
    await dialog.getByRole("button", { name: text("terminal.portfolios.resetSubmit"), exact: true }).click();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("header").first().innerText(), TIMEOUT).toContain("25,000.00");
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("a compared market", () => {
  it("is drawn in percent over the chart, there after a reload, and removed by its ×", async () => {
    const { page, errors } = await openDesk(browser);
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(0);
    await page.getByRole("button", { name: text("chart.compare.button"), exact: true }).click();
    const picker = page.getByRole("dialog", { name: text("chart.compare.title") });
    await picker.getByRole("combobox").fill("ETHUSDT");
    await picker.locator("[id$=-ETHUSDT]").waitFor(TIMEOUT);
    await page.keyboard.press("Enter");
    const legend = page.locator("[data-compared=ETHUSDT]");
    const isMeasured = async () => /\d\.\d\d%/.test(await legend.innerText(TIMEOUT));
    await expect.poll(isMeasured, TIMEOUT).toBe(true);
    expect(new URL(page.url()).pathname).toBe("/terminal/SOLUSDT");
    await page.reload();
    await expect.poll(isMeasured, TIMEOUT).toBe(true);
    await page.getByRole("button", { name: text("chart.compare.remove", { symbol: "ETHUSDT" }) }).click();
    await expect.poll(() => legend.count(), TIMEOUT).toBe(0);
    await page.reload();
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(0);
    expect(await legend.count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("what a trader sets on the desk", () => {
  it("is there after a reload, and indicators, stars and the chart's settings in another browser", async () => {
    const { page, errors } = await openDesk(browser);
    const tab = (key: "terminal.account.fills" | "terminal.desk.trades") =>
      page.getByRole("tab", { name: text(key), exact: true });
    const indicators = page.locator("#indicator-button");
    const star = page.getByRole("button", {
      name: text("terminal.markets.starSymbol", { symbol: "SOLUSDT" }),
    });
    const readScale = () =>
      page.evaluate(() => (JSON.parse(localStorage.getItem("tz:chart") ?? "{}") as { scale?: string }).scale);

    await tab("terminal.account.fills").click();
    await tab("terminal.desk.trades").click();
    await star.first().click();
    await indicators.click();
    await page.getByRole("button", { name: text("chart.indicator.kind.ema"), exact: true }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: text("chart.settings.label") }).click();
    await page.getByLabel(text("chart.settings.scale")).selectOption("logarithmic");
    await page.keyboard.press("Escape");
    const isSent = () =>
      page.evaluate(() => {
        const sent = Object.entries(localStorage).filter(([key]) => /^tz:desk:.*:unsent$/.test(key));
        return sent.length === 3 && sent.every(([, value]) => value === "false");
      });
    await expect.poll(isSent, TIMEOUT).toBe(true);

    await page.reload();
    await expect
      .poll(() => tab("terminal.account.fills").getAttribute("aria-selected"), TIMEOUT)
      .toBe("true");
    expect(await tab("terminal.desk.trades").getAttribute("aria-selected")).toBe("true");
    // Another browser has nothing stored.
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key !== "tz:tour") localStorage.removeItem(key);
    });
    await page.reload();
    const name = text("chart.indicator.shown", { count: "1" });
    await expect.poll(() => indicators.getAttribute("aria-label"), TIMEOUT).toBe(name);
    await expect.poll(() => star.first().getAttribute("aria-pressed"), TIMEOUT).toBe("true");
    await expect.poll(readScale, TIMEOUT).toBe("logarithmic");

    // The next user of the browser has none of it, and saves none.
    const other = await visitSignedIn(browser, "/settings");
    await page.context().clearCookies();
    await page.context().addCookies(await other.page.context().cookies());
    await page.reload();
    await expect.poll(() => star.first().getAttribute("aria-pressed"), TIMEOUT).toBe("false");
    await expect.poll(readScale, TIMEOUT).not.toBe("logarithmic");
    expect(await indicators.getAttribute("aria-label")).not.toBe(name);
    expect(await (await page.request.get("/api/desk-settings")).json()).toEqual({});
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("the layout of the desk", () => {
  it("has panels that are dragged and closed, charts with tools of their own, and is saved under a name", async () => {
    const { page, errors } = await openDesk(browser);
    const menu = page.locator("#layout-button");
    const panel = (place: string) => page.locator(`[data-panel=${place}]`);
    const indicators = page.locator("#indicator-button");
    const shown = (count: string) => text("chart.indicator.shown", { count });
    await menu.click();
    await page.getByRole("button", { name: text("terminal.layout.arrange") }).click(TIMEOUT);
    const grip = await page.locator("[data-grip=trades]").boundingBox(TIMEOUT);
    const left = await page.locator("[data-place=left]").boundingBox();
    await page.mouse.move((grip?.x ?? 0) + 8, (grip?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move((left?.x ?? 0) + 60, (left?.y ?? 0) + 60, { steps: 5 });
    await page.mouse.up();
    const account = text("terminal.desk.account");
    await page.getByRole("button", { name: text("terminal.layout.close", { panel: account }) }).click();
    await page.getByRole("button", { name: text("terminal.layout.done") }).click();
    await panel("left")
      .getByRole("tab", { name: text("terminal.desk.trades") })
      .waitFor(TIMEOUT);
    expect(await panel("bottom").count()).toBe(0);

    await menu.click();
    await page.getByRole("radio", { name: text("chart.grid.count", { count: 2 }) }).click();
    await page.getByLabel(text("terminal.layout.name")).fill("Scalp");
    await page.getByLabel(text("terminal.layout.name")).press("Enter");
    await page.getByRole("button", { name: text("terminal.layout.reset") }).click();
    await panel("bottom").waitFor(TIMEOUT);
    await page.getByRole("button", { name: text("terminal.layout.apply", { name: "Scalp" }) }).click();
    await expect.poll(() => panel("bottom").count(), TIMEOUT).toBe(0);
    await page.keyboard.press("Escape");

    const second = page.locator("[data-chart='1']").getByRole("application");
    await second.click({ ...TIMEOUT, position: { x: 40, y: 120 } });
    await indicators.click();
    await page.getByRole("button", { name: text("chart.indicator.kind.ema"), exact: true }).click();
    await page.keyboard.press("Escape");
    await expect.poll(() => indicators.getAttribute("aria-label"), TIMEOUT).toBe(shown("1"));
    await page
      .locator("[data-chart='0']")
      .getByRole("application")
      .click({ position: { x: 40, y: 120 } });
    await expect.poll(() => indicators.getAttribute("aria-label"), TIMEOUT).toBe(shown("0"));
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
