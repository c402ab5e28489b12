import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  awaitForm,
  buyAtMarket,
  form,
  open,
  openDesk,
  positions,
  readNumber,
  sellButton,
  TIMEOUT,
  toasts,
} from "@/tests/e2e/desk";
import { controlEmulator } from "@/tests/support/control-emulator";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const { env } = inject("product");

/** Creates an account from the terminal's button, and returns to that market. */
async function register(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Register", exact: true }).first().click();
  await page.getByLabel(text("auth.name")).fill("Ann");
  await page.getByLabel(text("auth.email")).fill(`ann-${Date.now()}@terminal-zero.local`);
  await page.getByLabel(text("auth.password"), { exact: true }).fill("a horse on the moon");
  await page.getByRole("button", { name: text("auth.create") }).click();
  await page.waitForURL("**/terminal/XRPUSDT", TIMEOUT);
}

/** Drags the stop's line up by some pixels. */
async function dragStop(page: Page): Promise<void> {
  const box = await page.locator("[data-line=stop]").boundingBox();
  if (!box) throw new Error("The stop has no line.");
  const [x, y] = [box.x + 20, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 14, { steps: 4 });
  await page.mouse.up();
}

/** Opens a shared fill when signed out, and its preview image. */
async function readShared(page: Page, link: string): Promise<void> {
  const context = await browser.newContext();
  const visitor = await context.newPage();
  await visitor.goto(link);
  await visitor.getByRole("heading", { name: /Sold [\d.,]+ XRPUSDT/ }).waitFor();
  expect(await visitor.locator("main").innerText()).not.toContain("Ann");
  const picture = await visitor.locator('meta[property="og:image"]').getAttribute("content");
  const { pathname } = new URL(picture ?? "");
  const response = await page.request.get(pathname);
  expect([response.status(), response.headers()["content-type"]]).toEqual([200, "image/png"]);
  await context.close();
}

describe("a trader", () => {
  it("registers, buys by risk, drags the stop, is stopped out where it was put, and reads of it", async () => {
    const { page, errors } = await visit(browser, "/terminal/XRPUSDT");
    await register(page);
    const tour = page.getByRole("region", { name: text("terminal.tour.label") });
    await tour.getByText(text("terminal.tour.step", { step: "1", count: "4" })).waitFor(TIMEOUT);
    await tour.getByRole("button", { name: text("terminal.tour.next") }).click();
    await tour.getByText(text("terminal.tour.ticketTitle")).waitFor();
    await tour.getByRole("button", { name: text("terminal.tour.skip") }).click();
    await expect.poll(() => tour.count()).toBe(0);

    await awaitForm(page);
    const loss = form(page).getByRole("row", { name: new RegExp(`^${text("terminal.figures.lossAtStop")}`) });
    // One per cent of the practice money, fees included.
    expect(readNumber((await loss.innerText()).replace("Loss at stop", ""))).toBeLessThanOrEqual(100);
    await buyAtMarket(page);
    const texts = () => toasts(page).allInnerTexts();
    await expect
      .poll(async () => (await texts()).join(), TIMEOUT)
      .toMatch(/Bought [\d.,]+ XRPUSDT at [\d.]+/);
    const pnl = positions(page).getByRole("cell").nth(4);
    const before = await pnl.innerText();
    await expect.poll(() => pnl.innerText(), TIMEOUT).not.toBe(before);

    const cell = positions(page).getByRole("button", {
      name: new RegExp(text("terminal.edit.stop", { symbol: "XRPUSDT" })),
    });
    const readStop = async () => readNumber(await cell.innerText());
    const oldStop = await readStop();
    await dragStop(page);
    await expect.poll(readStop, TIMEOUT).toBeGreaterThan(oldStop);
    const newStop = await readStop();

    const prices = [0.9995, 0.999, 0.998].map((factor) => (newStop * factor).toFixed(4));
    await controlEmulator(env, "venue", { push: { symbol: "XRPUSDT", prices } });
    await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
    await page.getByRole("button", { name: new RegExp(text("terminal.notifications.label")) }).click();
    const notifications = page.getByRole("dialog", { name: text("terminal.notifications.label") });
    await notifications
      .getByText(/Stop hit: sold/)
      .first()
      .waitFor(TIMEOUT);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: text("terminal.account.fills") }).click();
    await page
      .getByRole("button", { name: text("terminal.fill.details"), exact: true })
      .first()
      .click();
    await page.getByText(text("terminal.fill.levels")).waitFor(TIMEOUT);
    await page.getByRole("button", { name: text("terminal.fill.share") }).click();
    const link = page.getByRole("link", { name: text("common.share.open") });
    await readShared(page, (await link.getAttribute("href")) ?? "");

    await page.goto("/journal?tab=trades");
    const trades = page.getByRole("table", { name: text("journal.page.caption") });
    await trades.getByText("XRPUSDT").waitFor(TIMEOUT);
    expect(await trades.innerText()).toMatch(/−[\d.]+/);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("reverses a position and closes everything, by its button and by its name, after a question", async () => {
    const { page, errors } = await openDesk(browser);
    await buyAtMarket(page);
    await page
      .getByRole("button", { name: text("terminal.positionRow.reverseLabel", { symbol: "SOLUSDT" }) })
      .click();
    await page
      .getByRole("dialog", { name: text("terminal.positionRow.reverseTitle", { symbol: "SOLUSDT" }) })
      .getByRole("button", { name: text("terminal.positionRow.reverse"), exact: true })
      .click(TIMEOUT);
    await positions(page)
      .getByText(/Short \d+x/)
      .waitFor(TIMEOUT);
    await page.getByRole("button", { name: text("terminal.account.closeAll", { count: "1" }) }).click();
    const question = page.getByRole("dialog", { name: text("terminal.account.closeAllTitle") });
    await question.getByRole("button", { name: text("common.cancel") }).click();
    await page.keyboard.press("Control+k");
    await page
      .getByPlaceholder(text("terminal.command.placeholder"))
      .fill(text("terminal.command.words.closeAll"));
    await page.keyboard.press("Enter");
    await question.getByRole("button", { name: text("terminal.account.closeAllConfirm") }).click();
    await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("trades by keyboard alone", async () => {
    const { page } = await openDesk(browser);
    const hasFocus = () => sellButton(page).evaluate((button) => button === document.activeElement);
    await open(page, async () => {
      await expect.poll(() => sellButton(page).isEnabled(), TIMEOUT).toBe(true);
      await page.keyboard.press("s");
      expect(await hasFocus()).toBe(true);
      await page.keyboard.press("Enter");
    });
    await positions(page)
      .getByText(/Short \d+x/)
      .waitFor(TIMEOUT);
    await page.keyboard.press("Escape");
    expect(await hasFocus()).toBe(false);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: text("terminal.shortcuts.title") }).waitFor();
    await page.context().close();
  });
});
