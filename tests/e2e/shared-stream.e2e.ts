import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { awaitForm, buyButton, form, positions, readLast, sendUntil, TIMEOUT } from "@/tests/e2e/desk";
import { openBrowser } from "@/tests/support/open-browser";
import { text, textPattern } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

/** A browser's connections to the stream: which page has one, and their total number. */
function watchStreams(context: BrowserContext) {
  const open = new Set<Request>();
  const all: Request[] = [];
  context.on("request", (request) => {
    if (!request.url().includes("/api/stream")) return;
    open.add(request);
    all.push(request);
  });
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
  const pages = () => [...open].map((request) => request.frame().page()).filter((page) => !page.isClosed());
  return {
    all,
    /** Pages with a connection of their own. */
    pages,
    leader: async (): Promise<Page> => {
      await expect.poll(() => pages().length, TIMEOUT).toBe(1);
      const [page] = pages();
      if (!page) throw new Error("No page leads.");
      return page;
    },
  };
}

const priceOf = (page: Page) => page.locator("header .num").first().innerText();

/** Waits until every page shows a new price. */
async function expectMoving(pages: readonly Page[]): Promise<void> {
  await Promise.all(
    pages.map(async (page) => {
      const before = await priceOf(page);
      await expect.poll(() => priceOf(page), TIMEOUT).not.toBe(before);
    }),
  );
}

/** A trader's browser with this many terminals open. */
async function openDesks(count: number) {
  const { page } = await visitSignedIn(browser, "/robots.txt");
  const context = page.context();
  const streams = watchStreams(context);
  const pages: Page[] = [];
  for (let index = 0; index < count; index += 1) {
    const desk = index === 0 ? page : await context.newPage();
    // Those in the background show fewer panels, so that a small machine can draw them all.
    if (index < count - 1) await desk.setViewportSize({ width: 1024, height: 700 });
    await desk.goto(`/terminal/${SYMBOLS[index % SYMBOLS.length]}`);
    await readLast(desk);
    pages.push(desk);
  }
  return { context, pages, streams };
}

/** Opens a position by a terminal's form; the queue may take a while. */
const buy = (page: Page, count: number) =>
  sendUntil(
    page,
    () => buyButton(page).click(),
    async () => (await positions(page).getByRole("row").count()) > count,
  );

describe("tabs of one browser", () => {
  // A browser has six connections to an HTTP/1.1 host: with a stream in each, a seventh tab blocked all of
  // them.
  it("share one connection, and orders go through with seven of them open", async () => {
    const { context, pages, streams } = await openDesks(7);
    await expectMoving(pages);
    await expect.poll(() => streams.pages().length, TIMEOUT).toBe(1);
    expect(await streams.leader()).toBe(pages[0]);
    const last = pages[6];
    if (!last) throw new Error("The seventh desk is missing.");
    await last.bringToFront();
    await awaitForm(last);
    await buy(last, 0);
    // The others receive it over the shared stream.
    for (const page of pages) await expect.poll(() => positions(page).count(), TIMEOUT).toBe(1);
    await context.close();
  });

  it.each(["closes", "crashes"])("go on when the one that leads %s", async (how) => {
    const { context, pages, streams } = await openDesks(3);
    const leader = await streams.leader();
    const [first, second] = pages.filter((page) => page !== leader);
    if (!first || !second) throw new Error("Two desks are to be left.");
    await first.bringToFront();
    await awaitForm(first);
    if (how === "closes") await leader.close();
    else {
      const session = await leader.context().newCDPSession(leader);
      const crashed = leader.waitForEvent("crash");
      // Its response never comes.
      session.send("Page.crash").catch(() => {});
      await crashed;
    }
    await buy(first, 0);
    await expect.poll(() => positions(second).count(), TIMEOUT).toBe(1);
    await expectMoving([first, second]);
    const next = streams.pages().filter((page) => page !== leader);
    expect(next).toHaveLength(1);
    // It begins at the tabs' present event of the portfolio.
    expect(streams.all.at(-1)?.url()).toMatch(/&after=\d+/);
    await context.close();
  });

  it("show nothing of an account that was signed out in one of them", async () => {
    const { context, pages } = await openDesks(2);
    const [first, second] = pages;
    if (!first || !second) throw new Error("Two desks were to be opened.");
    await awaitForm(second);
    await first.getByRole("button", { name: textPattern("terminal.menu.accountOf") }).click();
    await first.getByRole("menuitem", { name: text("terminal.menu.signOut") }).click();
    await first.waitForURL((url) => url.pathname === "/");
    const isOver = second.getByText(text("common.error.session_over"));
    await expect.poll(() => isOver.count(), TIMEOUT).toBeGreaterThan(0);
    expect(await form(second).count()).toBe(0);
    await expectMoving([second]);
    await context.close();
  });
});

it("a browser that cannot decompress streams gets the plain form", async () => {
  const context = await browser.newContext({ baseURL: inject("product").baseUrl });
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, "DecompressionStream"));
  const streams = watchStreams(context);
  const page = await context.newPage();
  await page.goto("/terminal/BTCUSDT");
  await readLast(page);
  await expectMoving([page]);
  expect((await streams.all[0]?.allHeaders())?.accept).toBe("text/event-stream");
  await context.close();
});

describe("the data saver", () => {
  it("is chosen under the feed's state, and says what was used", async () => {
    const { page } = await visit(browser, "/terminal/BTCUSDT");
    const streams = watchStreams(page.context());
    await readLast(page);
    await page.getByRole("button", { name: text("terminal.link.open") }).click();
    const sheet = page.getByRole("dialog", { name: text("terminal.link.label") });
    const used = sheet.getByText(/ this session$/);
    const before = await used.innerText();
    expect(before).toMatch(/^[\d.]+ [KM]?B this session$/);
    await expect.poll(() => used.innerText(), TIMEOUT).not.toBe(before);
    await sheet.getByRole("checkbox", { name: text("terminal.link.saver") }).check();
    await expect.poll(() => streams.all.at(-1)?.url(), TIMEOUT).toContain("saver=1");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: text("terminal.desk.trades"), exact: true }).click();
    await expect.poll(() => page.getByText(text("terminal.tape.saver")).count(), TIMEOUT).toBe(1);
    await expectMoving([page]);
    await page.reload();
    await readLast(page);
    expect(streams.all.at(-1)?.url()).toContain("saver=1");
    await page.context().close();
  });
});
