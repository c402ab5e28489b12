import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { buyAtMarket, buyButton, form, openDesk, positions, TIMEOUT } from "@/tests/e2e/desk";
import { controlEmulator } from "@/tests/support/control-emulator";
import { openBrowser } from "@/tests/support/open-browser";
import { text, textPattern } from "@/tests/support/text";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const { env } = inject("product");

describe("a trader", () => {
  it("sees at the field what is wrong, and nothing is sent", async () => {
    const { page } = await openDesk(browser);
    let sent = 0;
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/api/orders")) sent += 1;
    });
    await form(page).getByRole("radio", { name: "SOL", exact: true }).click();
    const size = form(page).getByLabel(text("terminal.ticket.size"), { exact: true });
    await size.fill("0.123456");
    await buyButton(page).click();
    await expect.poll(() => size.getAttribute("aria-invalid"), TIMEOUT).toBe("true");
    await form(page).getByText(textPattern("terminal.problem.size.offStep")).waitFor(TIMEOUT);
    expect(await size.evaluate((field) => field === document.activeElement)).toBe(true);
    await size.fill("99999999");
    expect(await size.getAttribute("aria-invalid")).toBeNull();
    expect(sent).toBe(0);
    await page.context().close();
  });

  it("reads the server's own rejection at the field that caused it", async () => {
    const { page } = await openDesk(browser);
    const body = { error: { code: "insufficient_margin", message: "The margin does not suffice." } };
    await page.route("**/api/orders", (route) => route.fulfill({ status: 422, json: body }));
    await form(page).getByRole("radio", { name: "SOL", exact: true }).click();
    const size = form(page).getByLabel(text("terminal.ticket.size"), { exact: true });
    await size.fill("1");
    await buyButton(page).click();
    await form(page).getByText("The margin does not suffice.").waitFor(TIMEOUT);
    expect(await size.getAttribute("aria-invalid")).toBe("true");
    await page.context().close();
  });

  it("sees in one tab what another one did", async () => {
    const { page } = await openDesk(browser);
    const second = await page.context().newPage();
    await second.goto("/terminal/SOLUSDT");
    await second.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
    await buyAtMarket(page);
    await positions(second)
      .getByText(/Long \d+x/)
      .waitFor(TIMEOUT);
    await page.context().close();
  });

  it("is held back while the stream is lost, and goes on signed in when it is back", async () => {
    const { page } = await openDesk(browser);
    try {
      await page.context().setOffline(true);
      await page.route("**/api/stream**", (route) => route.abort());
      await controlEmulator(env, "venue", { stale: true });
      await expect.poll(() => buyButton(page).isDisabled(), TIMEOUT).toBe(true);
      await form(page).getByText(text("terminal.ticket.stale")).waitFor(TIMEOUT);
    } finally {
      await controlEmulator(env, "venue", { stale: false });
    }
    await page.unroute("**/api/stream**");
    await page.context().setOffline(false);
    await expect.poll(() => buyButton(page).isDisabled(), TIMEOUT).toBe(false);
    // The price may be back a moment before the book.
    await buyAtMarket(page, /ms to get here|no fresh market data/);
    await page.context().close();
  });
});
