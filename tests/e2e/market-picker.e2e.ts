import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TIMEOUT } from "@/tests/e2e/desk";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const PHONE = { width: 390, height: 844 };
const picker = (page: Page) => page.getByRole("dialog", { name: text("terminal.markets.label") });
const search = (page: Page) => picker(page).getByRole("combobox", { name: text("terminal.markets.search") });
/** Rows in view and around it, without the heads. */
const rows = (page: Page) => picker(page).locator("[data-picker-rows] [role=row]");
const star = (page: Page, symbol: string) =>
  picker(page).getByRole("button", { name: text("terminal.markets.starSymbol", { symbol }) });
const symbolButton = (page: Page, symbol: string) =>
  page.getByRole("button", { name: text("terminal.desk.changeMarket", { symbol }) });

async function openPicker(options: Parameters<typeof visit>[2] = {}) {
  const opened = await visit(browser, "/terminal/BTCUSDT", options);
  await opened.page.locator("[role=application] canvas").first().waitFor(TIMEOUT);
  await symbolButton(opened.page, "BTCUSDT").click(TIMEOUT);
  await rows(opened.page).first().waitFor(TIMEOUT);
  return opened;
}

/** The symbol of the row that Enter would open. */
async function readActive(page: Page): Promise<string> {
  const id = await search(page).getAttribute("aria-activedescendant");
  return id?.split("-").at(-1) ?? "";
}

const readSymbols = (page: Page) =>
  rows(page).evaluateAll((all) =>
    all
      .sort((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")))
      .map((one) => one.querySelector("a")?.textContent ?? ""),
  );

describe("the market picker", () => {
  it("opens from the symbol, finds a coin by a part of its name, and Enter opens its market", async () => {
    const { page, errors } = await openPicker();
    expect(await search(page).evaluate((one) => one === document.activeElement)).toBe(true);
    await expect
      .poll(async () => Number(await picker(page).getByRole("grid").getAttribute("aria-rowcount")), TIMEOUT)
      .toBeGreaterThan(10);
    expect(await rows(page).count(), "only what is in view is drawn").toBeLessThan(60);

    await page.keyboard.type("dogec");
    await expect.poll(() => readActive(page), TIMEOUT).toBe("DOGEUSDT");
    await expect.poll(() => rows(page).first().innerText(), TIMEOUT).toMatch(/\b\d\.\d{5}\b/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url(), TIMEOUT).toContain("/terminal/DOGEUSDT");
    await expect.poll(() => picker(page).count(), TIMEOUT).toBe(0);
    await expect.poll(() => page.title(), TIMEOUT).toMatch(/^\d\.\d{5} DOGEUSDT/);
    await symbolButton(page, "DOGEUSDT").waitFor(TIMEOUT);
    expect(errors).toEqual([]);
  });

  it("is gone through by arrows, stars by Shift and Enter, and closes by Escape", async () => {
    const { page } = await openPicker();
    await page.keyboard.press("Escape");
    await expect.poll(() => picker(page).count(), TIMEOUT).toBe(0);
    expect(page.url()).toContain("/terminal/BTCUSDT");

    await page.keyboard.press("/");
    await rows(page).first().waitFor(TIMEOUT);
    const first = await readActive(page);
    for (let step = 0; step < 30; step += 1) await page.keyboard.press("ArrowDown");
    const active = await readActive(page);
    expect(active).not.toBe(first);
    const row = picker(page).getByRole("row", { selected: true });
    await expect.poll(async () => (await row.boundingBox())?.y ?? 0, TIMEOUT).toBeLessThan(700);

    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => star(page, active).getAttribute("aria-pressed"), TIMEOUT).toBe("true");
    await picker(page)
      .getByRole("tab", { name: text("terminal.markets.tab.favourites") })
      .click();
    await expect.poll(() => rows(page).count(), TIMEOUT).toBe(1);
    await page.keyboard.press("Escape");
    const watched = page
      .getByRole("region", { name: text("terminal.markets.watchlist") })
      .getByRole("link")
      .first();
    await expect.poll(() => watched.innerText(), TIMEOUT).toBe(active);
  });

  it("sorts by its tabs and by its columns", async () => {
    const { page } = await openPicker();
    const readChanges = async () =>
      (
        await rows(page).evaluateAll((all) =>
          all
            .sort((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")))
            .map((one) => one.querySelectorAll("[role=gridcell]")[3]?.textContent ?? ""),
        )
      ).map((text) => Number(text.replace("−", "-").replace("%", "")));
    /** The changes listed by a tab, once it has rows or shows that there are none. */
    const openTab = async (tab: "gainers" | "losers" | "new") => {
      const none = picker(page).getByText(text(`terminal.markets.none.${tab}`));
      await picker(page)
        .getByRole("tab", { name: text(`terminal.markets.tab.${tab}`) })
        .click();
      await rows(page).first().or(none).waitFor(TIMEOUT);
      return readChanges();
    };
    // The list is in order when it opens; a price that moves before it is read keeps its place, so it is opened again.
    const readSorted = async () => {
      const gains = await openTab("gainers");
      const sorted = [...gains].sort((one, other) => other - one);
      if (gains.join() === sorted.join()) return gains;
      await openTab("losers");
      return null;
    };
    let gains: number[] | null = null;
    await expect
      .poll(async () => {
        gains = await readSorted();
        return gains !== null;
      }, TIMEOUT)
      .toBe(true);
    const listed = gains ?? [];
    expect(listed.every((change) => change >= 0)).toBe(true);
    const losses = await openTab("losers");
    expect(losses.every((change) => change <= 0)).toBe(true);
    expect(listed.length + losses.length).toBeGreaterThan(0);
    await openTab("new");
    expect(await rows(page).count()).toBe(
      await rows(page)
        .filter({ hasText: text("terminal.markets.isNew") })
        .count(),
    );
    await picker(page)
      .getByRole("tab", { name: text("terminal.markets.tab.all"), exact: true })
      .click();
    await picker(page)
      .getByRole("button", { name: text("terminal.markets.column.symbol"), exact: true })
      .click();
    const head = picker(page).getByRole("columnheader", { name: text("terminal.markets.column.symbol") });
    await expect.poll(() => head.getAttribute("aria-sort"), TIMEOUT).toBe("ascending");
    const symbols = await readSymbols(page);
    expect(symbols).toEqual([...symbols].sort());
    await picker(page)
      .getByRole("tab", { name: text("terminal.markets.tab.volume") })
      .click();
    await page.keyboard.press("ArrowDown");
    const second = await readActive(page);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url(), TIMEOUT).toContain(`/terminal/${second}`);
  });

  it("says what to do where nothing matches, and where nothing is starred", async () => {
    const { page } = await openPicker();
    await page.keyboard.type("zzzz");
    await picker(page)
      .getByText(text("terminal.markets.noMatch", { search: "zzzz" }))
      .waitFor(TIMEOUT);
    await picker(page)
      .getByRole("tab", { name: text("terminal.markets.tab.favourites") })
      .click();
    await picker(page).getByText(text("terminal.markets.none.favourites")).waitFor(TIMEOUT);
    expect(await findViolations(page)).toEqual([]);
  });

  it("follows the rows in view alone, and the stream carries no more than them", async () => {
    const { page } = await openPicker();
    const streams: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/stream")) streams.push(request.url());
    });
    await picker(page).locator("[data-picker-rows]").hover();
    for (let step = 0; step < 12; step += 1) await page.mouse.wheel(0, 900);
    const last = () => new URL(streams.at(-1) ?? page.url()).searchParams.get("rows")?.split(",") ?? [];
    await expect.poll(() => last().length, TIMEOUT).toBeGreaterThanOrEqual(10);
    expect(last().length).toBeLessThanOrEqual(50);
  });

  it.each(["midnight", "light"] as const)("has nothing that axe objects to in %s", async (theme) => {
    const { page } = await openPicker({ theme });
    expect(await findViolations(page)).toEqual([]);
  });
});

describe("on a phone", () => {
  it("is a sheet over the whole screen: search, star and choose by touch", async () => {
    const { page, errors } = await openPicker(PHONE);
    const box = await picker(page).boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
    expect(await findViolations(page)).toEqual([]);
    await search(page).fill("dogecoin");
    await star(page, "DOGEUSDT").tap();
    await expect.poll(() => star(page, "DOGEUSDT").getAttribute("aria-pressed"), TIMEOUT).toBe("true");
    await picker(page).getByRole("link", { name: "DOGEUSDT" }).tap();
    await expect.poll(() => page.url(), TIMEOUT).toContain("/terminal/DOGEUSDT");
    await expect.poll(() => picker(page).count(), TIMEOUT).toBe(0);
    await page.getByRole("tab", { name: text("terminal.markets.label") }).tap();
    const watchlist = page.getByRole("region", { name: text("terminal.markets.watchlist") });
    await expect.poll(() => watchlist.getByRole("link").first().innerText(), TIMEOUT).toBe("DOGEUSDT");
    await watchlist.getByRole("button", { name: text("terminal.markets.search") }).tap();
    await picker(page).getByRole("button", { name: "Close" }).tap();
    await expect.poll(() => picker(page).count(), TIMEOUT).toBe(0);
    expect(errors).toEqual([]);
  });
});
