import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { buyAtMarket, buyButton, form, openDesk, positions, TIMEOUT } from "@/tests/e2e/desk";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text, textPattern } from "@/tests/support/text";

let browser: Browser;
beforeAll(async () => {
  Object.assign(process.env, inject("product").env);
  browser = await openBrowser();
});
afterAll(() => browser.close());

const HOUR_MS = 3_600_000;
/** A time of day in UTC, which is the zone of a new trader. */
const timeIn = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString().slice(11, 16);

async function post(page: Page, path: string, data: Record<string, unknown>): Promise<string> {
  const { portfolios } = await (await page.request.get("/api/portfolios")).json();
  const response = await page.request.post(path, {
    data: { portfolioId: portfolios[0].id, clientOrderId: `e2e-${crypto.randomUUID()}`, ...data },
    headers: { "x-order-timestamp": String(Date.now()), origin: new URL(page.url()).origin },
  });
  const { error } = await response.json();
  return error?.code ?? "accepted";
}

it("holds against the ticket and the API until it ends, and lets positions be closed", async () => {
  const { page, errors } = await openDesk(browser);
  await buyAtMarket(page);
  await page.getByRole("button", { name: textPattern("terminal.portfolio.change") }).click();
  await page.getByRole("menuitem", { name: text("terminal.portfolio.limits") }).click();
  const dialog = page.getByRole("dialog", { name: text("limits.title") });
  await dialog.getByLabel(text("limits.field.opensAt")).fill(timeIn(2));
  await dialog.getByLabel(text("limits.field.closesAt")).fill(timeIn(3));
  await dialog.getByRole("button", { name: text("common.save") }).click();
  await dialog.getByText(text("limits.saved")).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");

  const note = form(page).getByText(textPattern("limits.locked"));
  await note.waitFor();
  const shown = await note.innerText();
  await expect.poll(() => note.innerText(), TIMEOUT).not.toBe(shown);
  await expect.poll(() => buyButton(page).getAttribute("aria-disabled"), TIMEOUT).toBe("true");
  const order = { symbol: "SOLUSDT", side: "buy", kind: "market", qty: "1" };
  await expect.poll(() => post(page, "/api/orders", order), TIMEOUT).toBe("own_limit");
  await expect.poll(() => post(page, "/api/positions/SOLUSDT/reverse", {}), TIMEOUT).toBe("own_limit");
  expect(await findViolations(page)).toEqual([]);

  await expect
    .poll(() => post(page, "/api/positions/SOLUSDT/close", { fraction: "1" }), TIMEOUT)
    .toBe("accepted");
  await expect.poll(() => positions(page).count(), TIMEOUT).toBe(0);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/settings#limits");
  const settings = page.getByRole("form", { name: text("limits.title") });
  await settings.getByText(textPattern("limits.locked")).waitFor();
  // To be allowed sooner is looser: it waits.
  await settings.getByLabel(text("limits.field.opensAt")).fill("");
  await settings.getByLabel(text("limits.field.closesAt")).fill("");
  await settings.getByRole("button", { name: text("common.save") }).click();
  await settings.getByText(textPattern("limits.pending")).waitFor();
  await settings.getByText(textPattern("limits.locked")).waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});
