import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { visit } from "@/tests/support/visit";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

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

describe("the journal", () => {
  it("says what will be here before the first trade", async () => {
    const { page, errors } = await visitSignedIn(browser, "/journal");
    await page.getByText("Every trade that you close is written here by itself.").waitFor();
    await page.getByText("no trades yet").first().waitFor();
    await page.getByText("No trade was closed in this week.").waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("writes a closed trade, draws it again and keeps the trader's words", async () => {
    const { page, errors } = await visitSignedIn(browser, "/journal");
    await closeTrade(page);
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByRole("table", { name: "Closed trades, newest first" }).getByText("BTCUSDT").count();
      }, TIMEOUT)
      .toBe(1);
    await page.getByRole("table", { name: "Closed trades, newest first" }).getByRole("link").click();
    await page.getByRole("img", { name: /BTCUSDT from .* long, entry/ }).waitFor();
    await page.getByLabel("Notes").fill("<script>alert(1)</script> too early");
    await page.getByLabel("Tags").fill("early, breakout");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.reload();
    expect(await page.getByLabel("Notes").inputValue()).toBe("<script>alert(1)</script> too early");
    expect(await page.getByLabel("Tags").inputValue()).toBe("early, breakout");
    expect(await findViolations(page)).toEqual([]);
    await page.goto("/journal");
    await page.getByLabel("Tag", { exact: true }).selectOption("early");
    await page.waitForURL("**/journal?tag=early");
    await page.getByLabel("Side", { exact: true }).selectOption("short");
    await page.getByText("No closed trade matches this filter.").waitFor();
    expect(await page.getByRole("link", { name: "CSV" }).getAttribute("href")).toContain(
      "side=short&tag=early",
    );
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByRole("table", { name: "Closed trades, newest first" }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("the public pages of discipline", () => {
  it.each(["/rules", "/leaderboard", "/verify"])("%s has no barrier in either theme", async (path) => {
    for (const theme of ["midnight", "light"] as const) {
      const { page, errors } = await visit(browser, path, { theme });
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await findViolations(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });

  it("says what is wrong with a file that is no statement", async () => {
    const { page } = await visit(browser, "/verify");
    const file = { name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") };
    await page.getByLabel("A statement (JSON)").setInputFiles(file);
    await page.getByText("This file is not a statement of Terminal Zero.").waitFor();
    await page.context().close();
  });
});
