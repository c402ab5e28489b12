import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "@/dev/testing/open-browser";
import { buyButton, form, openDesk, PATIENCE, readNumber } from "@/tests/e2e/desk";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("a resting order", () => {
  it("is placed, amended where it stands and on the chart by keys, and cancelled", async () => {
    const { page, errors } = await openDesk(browser);
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
    const readPrice = async () => readNumber(await price.innerText());
    await expect.poll(readPrice, PATIENCE).toBe(Number(amended));

    const line = page.locator("[data-line$=price]");
    await line.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(readNumber((await line.innerText()).replace(/.*limit/, ""))).toBeGreaterThan(Number(amended));
    await page.keyboard.press("Escape");
    expect(readNumber((await line.innerText()).replace(/.*limit/, ""))).toBe(Number(amended));
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect.poll(readPrice, PATIENCE).toBeGreaterThan(Number(amended));

    await orders.getByRole("button", { name: /Cancel SOLUSDT/ }).click();
    await page.getByText("No open orders").waitFor(PATIENCE);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
