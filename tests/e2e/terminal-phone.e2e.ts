import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awaitForm, buyButton, form, positions, readNumber, sendUntil, TIMEOUT } from "@/tests/e2e/desk";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("on a phone of 390 px", () => {
  it("trades from a sheet, reads the position without scrolling sideways, and drags a stop on the chart", async () => {
    const { page, errors } = await visitSignedIn(browser, "/terminal/SOLUSDT", { width: 390, height: 844 });
    await page
      .getByRole("button", { name: text("terminal.desk.trade", { symbol: "SOLUSDT" }) })
      .click(TIMEOUT);
    await awaitForm(page);
    const isPublished = form(page).getByText(/ms to get here/);
    await buyButton(page).click();
    const account = page.getByRole("tab", {
      name: new RegExp(text("terminal.desk.account")),
      includeHidden: true,
    });
    await expect
      .poll(async () => {
        if (await isPublished.isVisible()) await buyButton(page).click();
        return account.innerText();
      }, TIMEOUT)
      .toMatch(/1$/);
    await page.getByRole("button", { name: "Close", exact: true }).first().click();
    await account.click();
    await positions(page)
      .getByText(/Long \d+x/)
      .waitFor(TIMEOUT);
    const close = page.getByRole("button", {
      name: text("terminal.positionRow.closeLabel", { symbol: "SOLUSDT" }),
    });
    const box = await close.boundingBox();
    expect((box?.x ?? 391) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await close.click();
    await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
    await dragStopAndSend(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

/** Draws an order on the chart, drags its stop there, reads it in the form's field, and sends. */
async function dragStopAndSend(page: Page): Promise<void> {
  await page.getByRole("button", { name: text("terminal.desk.trade", { symbol: "SOLUSDT" }) }).click();
  await awaitForm(page);
  const field = form(page).getByLabel(text("terminal.ticket.stop"), { exact: true });
  // Near the market, so that the line lies on the scale.
  await field.fill("0.2");
  await form(page)
    .getByRole("radiogroup", { name: text("terminal.ticket.preview.label") })
    .getByRole("radio", { name: text("terminal.ticket.preview.buy") })
    .click();
  const line = page.locator("[data-bracket=stop]");
  await line.waitFor(TIMEOUT);
  expect(await field.isVisible()).toBe(false);
  const readLine = async () => readNumber(/[\d,.]+$/.exec((await line.innerText()).trim())?.[0] ?? "");
  const before = await readLine();
  const box = await line.boundingBox();
  if (!box) throw new Error("The stop has no line.");
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, box.y + 40, { steps: 4 });
  await page.mouse.up();
  const dragged = await readLine();
  expect(dragged).toBeLessThan(before);
  await page.getByRole("button", { name: text("terminal.ticket.preview.fields") }).click();
  expect(Number(await field.inputValue())).toBe(dragged);
  await page.getByRole("button", { name: text("terminal.ticket.preview.fields") }).click();
  await sendUntil(
    page,
    () => buyButton(page).click(),
    async () => (await line.count()) === 0,
  );
  await field.waitFor(TIMEOUT);
}
