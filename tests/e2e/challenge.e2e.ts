import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { grantProduct } from "@/lib/admin/grant-product";
import { getDb } from "@/lib/db/client";
import { buyAtMarket, form, positions, readNumber, TIMEOUT, toasts } from "@/tests/e2e/desk";
import { controlEmulator } from "@/tests/support/control-emulator";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

let browser: Browser;
const { env } = inject("product");
beforeAll(async () => {
  Object.assign(process.env, env);
  browser = await openBrowser();
});
afterAll(async () => {
  await getDb().$disconnect();
  await browser.close();
});

/** Has the person on the page bought a challenge. */
async function buyChallenge(page: Page): Promise<void> {
  const { email } = (await (await page.request.get("/api/account")).json()) as { email: string };
  const { id: userId } = await getDb().user.findFirstOrThrow({ where: { email } });
  await grantProduct(userId, { userId, product: "sprint-10k", days: null, reason: "A test." });
}

/** Buys five times the balance: each per cent that the price falls then costs five. Returns the entry's price. */
async function buyFiveFold(page: Page): Promise<number> {
  await form(page).getByRole("radio", { name: "USDT", exact: true }).click();
  await form(page).getByLabel(text("terminal.ticket.size"), { exact: true }).fill("50000");
  await form(page)
    .getByRole("checkbox", { name: text("terminal.ticket.stopAndTarget") })
    .click();
  await buyAtMarket(page);
  return readNumber(await positions(page).getByRole("cell").nth(2).innerText());
}

/** Downloads the log that contains the breach, and recomputes it on the verification page. */
async function downloadAndVerify(page: Page): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: text("challenge.evidence.downloadLog") }).click(),
  ]);
  const file = await download.path();
  await page.goto("/verify");
  await page.getByLabel(text("site.statementChecker.file")).setInputFiles(file);
  await page.getByText("OK: consistent, not anchored.").waitFor(TIMEOUT);
  await page.getByText(/1 results/).waitFor();
}

it("a challenge is started, traded, and failed by its daily floor in front of the trader", async () => {
  const { page, errors } = await visitSignedIn(browser, "/challenges");
  await buyChallenge(page);
  await page.reload();
  await page.getByRole("button", { name: /^Start Sprint/ }).click();
  await page.getByRole("link", { name: text("challenge.page.trade") }).click();
  await page.waitForURL("**/terminal/BTCUSDT");
  await page.getByText(text("terminal.portfolio.lossLeftToday")).first().waitFor(TIMEOUT);
  await page.goto("/terminal/ETHUSDT");
  await page.getByText(text("terminal.portfolio.lossLeftToday")).first().waitFor(TIMEOUT);

  const price = await buyFiveFold(page);
  const prices = [0.998, 0.996, 0.993, 0.99].map((factor) => (price * factor).toFixed(2));
  await controlEmulator(env, "venue", { push: { symbol: "ETHUSDT", prices } });
  await toasts(page)
    .getByText(text("terminal.event.breached", { rule: "Daily loss" }))
    .waitFor(TIMEOUT);
  await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
  await form(page).getByRole("alert").getByText(text("terminal.locked.challenge_failed")).waitFor(TIMEOUT);
  await page.getByRole("button", { name: new RegExp(text("terminal.notifications.label")) }).click();
  const notifications = page.getByRole("dialog", { name: text("terminal.notifications.label") });
  await notifications.getByText(text("terminal.event.breached", { rule: "Daily loss" })).waitFor(TIMEOUT);
  await notifications
    .getByText(text("terminal.event.challengeStarted", { plan: "Sprint", phase: "Sprint" }))
    .waitFor(TIMEOUT);

  await page.goto("/challenges");
  await page
    .getByRole("link", { name: new RegExp(`Sprint.*${text("challenge.list.status.FAILED")}`) })
    .click();
  await page.getByText(text("challenge.page.failed")).waitFor();
  await page.getByText(/floor 9,/).waitFor();
  expect(await page.getByRole("link", { name: text("challenge.page.trade") }).count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await downloadAndVerify(page);
  expect(errors).toEqual([]);
  await page.context().close();
});
