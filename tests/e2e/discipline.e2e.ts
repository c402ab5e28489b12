import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { grantProduct } from "@/lib/admin/grant-product";
import { getDb } from "@/lib/db/client";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  Object.assign(process.env, inject("product").env);
  browser = await openBrowser();
});
afterAll(async () => {
  await getDb().$disconnect();
  await browser.close();
});

const TIMEOUT = { timeout: 30_000 };
/** Opens and closes a position through the API, as the terminal does. */
async function closeTrade(page: Page): Promise<void> {
  const { portfolios } = await (await page.request.get("/api/portfolios")).json();
  const portfolioId: string = portfolios[0].id;
  const send = (path: string, data: Record<string, unknown>) =>
    page.request.post(path, {
      data: { portfolioId, clientOrderId: `e2e-${Math.random().toString(36).slice(2, 12)}`, ...data },
      headers: { "x-order-timestamp": String(Date.now()), origin: new URL(page.url()).origin },
    });
  const order = { symbol: "BTCUSDT", side: "buy", kind: "market", qty: "0.01" };
  expect((await send("/api/orders", order)).status()).toBe(202);
  const close = async () => (await send("/api/positions/BTCUSDT/close", { fraction: "1" })).status();
  await expect.poll(close, TIMEOUT).toBeLessThan(300);
}

/** Gives the trader on the page a tier that includes exports. */
async function grantPro(page: Page): Promise<void> {
  const { email } = (await (await page.request.get("/api/account")).json()) as { email: string };
  const { id: userId } = await getDb().user.findFirstOrThrow({ where: { email } });
  await grantProduct(userId, { userId, product: "pro", days: 1, reason: "A test." });
}

/** Goes through the journal's parts: the day of the trade, the order and the columns of the table, the figures. */
async function chooseDayAndColumns(page: Page): Promise<void> {
  const table = page.getByRole("table", { name: text("journal.page.caption") });
  const parts = page.getByRole("navigation", { name: text("journal.tabs.label") });
  await parts.getByRole("link", { name: text("journal.tabs.calendar") }).click();
  await page.getByRole("link", { name: /, 1 closed$/ }).click();
  await page.waitForURL(/day=\d{4}-/);
  await table.getByText("BTCUSDT").waitFor();
  await page.getByLabel(text("journal.dayNote.label")).fill("Waited for the retest");
  await page.getByRole("button", { name: text("common.save") }).click();
  await page.getByText(text("common.saved")).waitFor();
  await page.reload();
  expect(await page.getByLabel(text("journal.dayNote.label")).inputValue()).toBe("Waited for the retest");
  expect(await findViolations(page)).toEqual([]);
  await parts.getByRole("link", { name: text("journal.tabs.trades") }).click();
  await table.getByRole("link", { name: text("journal.page.columns.net") }).click();
  await page.waitForURL(/sort=net&order=desc/);
  await page.getByText(text("journal.page.chooseColumns")).click();
  await page.getByRole("link", { name: text("journal.page.columns.mfe") }).click();
  await table.getByRole("columnheader", { name: text("journal.page.columns.mfe") }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await parts.getByRole("link", { name: text("journal.tabs.statistics") }).click();
  await page.getByLabel(text("journal.band.label")).fill("1000");
  await page.getByRole("button", { name: text("common.save") }).click();
  await page.getByText(text("journal.page.outcomes", { wins: "0", losses: "0", breakEvens: "1" })).waitFor();
  expect(await findViolations(page)).toEqual([]);
}

describe("the journal", () => {
  it("says what will be here before the first trade", async () => {
    const { page, errors } = await visitSignedIn(browser, "/journal");
    await page.getByText(text("journal.page.newest")).waitFor();
    await page.getByText(text("journal.figures.why.no_trades")).first().waitFor();
    await page.getByText(text("journal.review.empty")).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("writes a closed trade, draws it again and keeps the trader's words", async () => {
    const { page, errors } = await visitSignedIn(browser, "/journal");
    await closeTrade(page);
    await expect
      .poll(async () => {
        await page.reload();
        return page
          .getByRole("table", { name: text("journal.page.caption") })
          .getByText("BTCUSDT")
          .count();
      }, TIMEOUT)
      .toBe(1);
    await page
      .getByRole("table", { name: text("journal.page.caption") })
      .getByRole("link")
      .click();
    await page.getByRole("img", { name: /BTCUSDT from .* long, entry/ }).waitFor();
    await page.getByLabel(text("journal.form.notes")).fill("<script>alert(1)</script> too early");
    await page.getByLabel(text("journal.form.tags")).fill("early, breakout");
    await page.getByRole("button", { name: text("common.save") }).click();
    await page.getByText(text("common.saved")).waitFor();
    await page.reload();
    expect(await page.getByLabel(text("journal.form.notes")).inputValue()).toBe(
      "<script>alert(1)</script> too early",
    );
    expect(await page.getByLabel(text("journal.form.tags")).inputValue()).toBe("early, breakout");
    expect(await findViolations(page)).toEqual([]);
    await page.goto("/journal");
    await page.getByLabel(text("journal.form.tag"), { exact: true }).selectOption("early");
    await page.waitForURL("**/journal?tag=early");
    await page.getByLabel(text("journal.form.side"), { exact: true }).selectOption("short");
    await page.getByText(text("journal.page.noMatch")).waitFor();
    await page.getByRole("link", { name: text("journal.page.exportsInPro") }).waitFor();
    await grantPro(page);
    await page.reload();
    expect(await page.getByRole("link", { name: text("journal.page.csv") }).getAttribute("href")).toContain(
      "side=short&tag=early",
    );
    await page.getByRole("button", { name: text("journal.form.clear") }).click();
    await page.getByRole("table", { name: text("journal.page.caption") }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await chooseDayAndColumns(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("the public pages of discipline", () => {
  it.each(["/rules", "/leaderboard", "/verify", "/help", "/contact"])(
    "%s has no barrier in either theme",
    async (path) => {
      for (const theme of ["midnight", "light"] as const) {
        const { page, errors } = await visit(browser, path, { theme });
        await page.getByRole("heading", { level: 1 }).waitFor();
        expect(await findViolations(page)).toEqual([]);
        expect(errors).toEqual([]);
        await page.context().close();
      }
    },
  );

  it("says what is wrong with a file that is no statement", async () => {
    const { page } = await visit(browser, "/verify");
    const file = { name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") };
    await page.getByLabel(text("site.statementChecker.file")).setInputFiles(file);
    await page.getByText("This file is not a statement of Terminal Zero.").waitFor();
    await page.context().close();
  });
});
