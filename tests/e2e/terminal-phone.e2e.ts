import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awaitForm, buyButton, form, positions, TIMEOUT } from "@/tests/e2e/desk";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("on a phone of 390 px", () => {
  it("trades from a sheet, and reads the position without scrolling sideways", async () => {
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
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
