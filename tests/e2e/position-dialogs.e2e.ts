import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  awaitForm,
  buyAtMarket,
  buyButton,
  form,
  openDesk,
  positions,
  readNumber,
  sendUntil,
  TIMEOUT,
} from "@/tests/e2e/desk";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text, textPattern } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

const PHONE = 390;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A terminal with a long position in SOLUSDT, of one per cent of risk at 10x. */
async function openLong(width: number): Promise<{ page: Page; errors: string[] }> {
  if (width > PHONE) {
    const opened = await openDesk(browser, { width });
    await buyAtMarket(opened.page);
    return opened;
  }
  const opened = await visitSignedIn(browser, "/terminal/SOLUSDT", { width, height: 844 });
  const { page } = opened;
  await openTicket(page);
  await awaitForm(page);
  await sendUntil(
    page,
    () => buyButton(page).click(),
    async () => /1$/.test(await accountTab(page).innerText()),
  );
  await closeTicket(page);
  return opened;
}

const accountTab = (page: Page) =>
  page.getByRole("tab", { name: new RegExp(text("terminal.desk.account")), includeHidden: true });
const openTicket = (page: Page) =>
  page.getByRole("button", { name: text("terminal.desk.trade", { symbol: "SOLUSDT" }) }).click(TIMEOUT);
const closeTicket = (page: Page) => page.getByRole("button", { name: "Close", exact: true }).first().click();

/** The figures of a dialog's row, before and after the change. */
async function readRow(dialog: Locator, name: string): Promise<{ now: number; after: number }> {
  const cells = dialog.getByRole("row", { name: new RegExp(`^${name}`) }).getByRole("cell");
  const [now, after] = await Promise.all([cells.nth(0).innerText(), cells.nth(1).innerText()]);
  return { now: readNumber(now), after: readNumber(after) };
}

/**
 * A dialog is fully inside the window, nothing scrolls sideways, and there are no accessibility violations.
 */
async function expectFits(page: Page, dialog: Locator, width: number): Promise<void> {
  const box = await dialog.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? width + 1)).toBeLessThanOrEqual(width);
  expect(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  expect(await findViolations(page)).toEqual([]);
}

describe.each([1440, PHONE])("at %i px", (width) => {
  it("margin is added to an isolated position and taken out again", async () => {
    const { page, errors } = await openLong(width);
    if (width === PHONE) await accountTab(page).click();
    const cell = page.getByRole("button", { name: textPattern("terminal.positionRow.margin") });
    const dialog = page.getByRole("dialog", { name: text("terminal.margin.title", { symbol: "SOLUSDT" }) });
    const amount = dialog.getByLabel(text("terminal.margin.amount"));
    const margin = async () => readNumber(await cell.innerText());
    const liquidation = async () => readNumber(await positions(page).getByRole("cell").nth(5).innerText());
    const before = { margin: await margin(), liquidation: await liquidation() };

    await cell.click();
    const add = dialog.getByRole("button", { name: text("terminal.margin.submit.add") });
    expect(await add.isDisabled()).toBe(true);
    await amount.fill("99,999,999");
    await dialog.getByRole("alert").getByText(textPattern("terminal.problem.margin.most")).waitFor();
    expect(await add.isDisabled()).toBe(true);
    await amount.fill("0");
    await dialog.getByText(text("terminal.problem.margin.wrong")).waitFor();
    await amount.fill("200");
    const planned = await readRow(dialog, text("terminal.outlook.margin"));
    expect(planned).toEqual({ now: before.margin, after: expect.closeTo(before.margin + 200, 2) });
    const moved = await readRow(dialog, text("terminal.outlook.liquidation"));
    expect(moved.now).toBe(before.liquidation);
    expect(moved.after).toBeLessThan(moved.now);
    await expectFits(page, dialog, width);
    await add.click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(margin, TIMEOUT).toBe(planned.after);
    await expect.poll(liquidation, TIMEOUT).toBe(moved.after);

    await cell.click();
    await dialog.getByRole("radio", { name: text("terminal.margin.way.take") }).click();
    await amount.fill("200.01");
    await dialog.getByRole("alert").getByText(textPattern("terminal.problem.margin.most")).waitFor();
    await amount.fill("50");
    await dialog.getByRole("button", { name: text("terminal.margin.submit.take") }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(margin, TIMEOUT).toBeCloseTo(before.margin + 150, 2);
    expect(await liquidation()).toBeLessThan(before.liquidation);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("the leverage of a position is changed by itself", async () => {
    const { page, errors } = await openLong(width);
    if (width === PHONE) await openTicket(page);
    const dialog = page.getByRole("dialog", { name: text("terminal.leverage.title", { symbol: "SOLUSDT" }) });
    const field = dialog.getByLabel(text("terminal.ticket.leverage"), { exact: true });
    const change = page.getByRole("button", {
      name: text("terminal.ticket.changeLeverage", { symbol: "SOLUSDT" }),
    });
    const save = dialog.getByRole("button", { name: text("terminal.leverage.submit") });
    await form(page).getByText("10x", { exact: true }).waitFor(TIMEOUT);

    await change.click();
    await dialog.getByText(textPattern("terminal.leverage.range")).waitFor();
    for (const [typed, expected] of [
      ["12.345678", text("terminal.problem.leverage.offStep", { step: "0.01" })],
      ["0", text("terminal.problem.leverage.wrong")],
      ["-2", text("terminal.problem.leverage.wrong")],
      ["12,5", text("terminal.problem.decimalComma", { hint: "12.5" })],
    ] as const) {
      await field.fill(typed);
      await dialog.getByRole("alert").getByText(expected, { exact: true }).waitFor();
      expect(await save.isDisabled()).toBe(true);
    }
    await field.fill("1000");
    await save.click();
    await dialog.getByText("The leverage is above what this symbol allows at this size.").waitFor(TIMEOUT);
    await field.fill("12.34");
    const margin = await readRow(dialog, text("terminal.outlook.margin"));
    expect(margin.after).toBeLessThan(margin.now);
    const liquidation = await readRow(dialog, text("terminal.outlook.liquidation"));
    expect(liquidation.after).toBeGreaterThan(liquidation.now);
    await expectFits(page, dialog, width);
    await save.click();
    await dialog.waitFor({ state: "detached" });
    await form(page).getByText("12.34x", { exact: true }).waitFor(TIMEOUT);
    if (width === PHONE) {
      await closeTicket(page);
      await accountTab(page).click();
    }
    await positions(page)
      .getByText(text("terminal.positionRow.side", { side: "long", leverage: "12.34" }))
      .waitFor(TIMEOUT);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
