import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { grantProduct } from "@/lib/admin/grant-product";
import { getDb } from "@/lib/db/client";
import { awaitForm, buyAtMarket, form, positions, readNumber, TIMEOUT, toasts } from "@/tests/e2e/desk";
import { controlEmulator } from "@/tests/support/control-emulator";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text, textPattern } from "@/tests/support/text";
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

const SIX_RULES = {
  name: "Six rules",
  target: "8",
  dailyPause: "1",
  dailyLoss: "6",
  overallLoss: "12",
  exposure: "600",
  leverage: "10",
  inactiveDays: "30",
};

/** Moves the price of ETHUSDT by these factors, one publication after the other. */
function movePrice(from: number, factors: readonly number[]) {
  const prices = factors.map((factor) => (from * factor).toFixed(2));
  return controlEmulator(env, "venue", { push: { symbol: "ETHUSDT", prices } });
}

/** From the page of a challenge to its terminal, in ETHUSDT. */
async function openChallengeDesk(page: Page): Promise<void> {
  await page.getByRole("link", { name: text("challenge.page.trade") }).click();
  await page.waitForURL("**/terminal/BTCUSDT");
  await page.getByText(text("terminal.portfolio.lossLeftToday")).first().waitFor(TIMEOUT);
  await page.goto("/terminal/ETHUSDT");
  await page.getByText(text("terminal.portfolio.lossLeftToday")).first().waitFor(TIMEOUT);
  await awaitForm(page);
}

it("a rulebook of six rules: its soft limit pauses a trader, its hard limit fails another", async () => {
  const first = await visitSignedIn(browser, `/rules/mine?${new URLSearchParams(SIX_RULES)}`);
  const { page } = first;
  await page.getByRole("button", { name: text("rules.mine.save"), exact: true }).click();
  await page.waitForURL("**/rules/mine?rulebook=*");
  const rulebookId = new URL(page.url()).searchParams.get("rulebook");
  await page.getByRole("button", { name: text("rules.mine.practise", { name: "Six rules" }) }).click();
  await page.waitForURL("**/challenges/*");
  await page.getByRole("heading", { name: text("challenge.page.objectives") }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await openChallengeDesk(page);
  await movePrice(await buyFiveFold(page), [0.997, 0.994]);
  await toasts(page)
    .getByText(text("terminal.event.paused", { rule: "Daily pause" }))
    .waitFor(TIMEOUT);
  await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
  await page.goto("/challenges");
  await page.getByRole("link", { name: /Six rules/ }).click();
  await page.getByText(text("challenge.page.paused")).waitFor();

  const second = await visitSignedIn(browser, `/rules/mine?rulebook=${rulebookId}`);
  await second.page.getByRole("heading", { name: "Six rules" }).first().waitFor();
  const started = await second.page.request.post("/api/challenges", {
    headers: { origin: new URL(second.page.url()).origin },
    data: { rulebookId },
  });
  expect(started.status()).toBe(201);
  const challenge = (await started.json()) as { id: string };
  await second.page.goto(`/challenges/${challenge.id}`);
  await openChallengeDesk(second.page);
  // One price beyond both limits: the hard one comes first.
  await movePrice(await buyFiveFold(second.page), [0.982, 0.981]);
  await toasts(second.page)
    .getByText(text("terminal.event.breached", { rule: "Daily loss" }))
    .waitFor(TIMEOUT);
  await form(second.page)
    .getByRole("alert")
    .getByText(text("terminal.locked.challenge_failed"))
    .waitFor(TIMEOUT);
  await second.page.goto(`/challenges/${challenge.id}`);
  await second.page.getByText(text("challenge.page.failed")).waitFor();
  expect([...first.errors, ...second.errors]).toEqual([]);
  await page.context().close();
  await second.page.context().close();
});

/** Runs the job that begins and ends competitions, as cron does. */
async function runCompetitions(page: Page): Promise<void> {
  const headers = { authorization: `Bearer ${env.CRON_SECRET}` };
  expect((await page.request.get("/api/cron/competitions", { headers })).status()).toBe(200);
}

/** Sends a market order of the trader on the page until its portfolio has so many positions: one may come too late. */
async function trade(
  page: Page,
  portfolioId: string,
  order: { side: "buy" | "sell"; reduceOnly?: boolean },
): Promise<void> {
  const count = async () => {
    const { positions: held } = await (await page.request.get(`/api/portfolio?id=${portfolioId}`)).json();
    return held?.length;
  };
  const wanted = order.reduceOnly ? 0 : 1;
  await expect
    .poll(async () => {
      if ((await count()) === wanted) return "done";
      const clientOrderId = `e2e-${crypto.randomUUID()}`;
      const response = await page.request.post("/api/orders", {
        headers: { origin: new URL(page.url()).origin, "x-order-timestamp": String(Date.now()) },
        data: { portfolioId, clientOrderId, symbol: "ETHUSDT", kind: "market", qty: "1", ...order },
      });
      return (await count()) === wanted ? "done" : JSON.stringify((await response.json()).error);
    }, TIMEOUT)
    .toBe("done");
}

it("a competition of three runs from the invitation to the certificate, its table live on the page", async () => {
  const accounts = [];
  for (let count = 0; count < 3; count += 1) accounts.push(await visitSignedIn(browser, "/competitions"));
  const [owner, ...friends] = accounts.map(({ page }) => page) as [Page, Page, Page];
  const after = (ms: number) => new Date(Date.now() + ms).toISOString();
  // Entries stay open until the end; when it may be traded is pinned with each of them.
  const times = { startsAt: after(3_000), entryUntil: after(3_600_000), endsAt: after(3_600_000) };
  const made = await owner.request.post("/api/competitions", {
    headers: { origin: new URL(owner.url()).origin },
    data: { name: "Three friends", symbols: ["ETHUSDT"], ...times },
  });
  const { competition } = (await made.json()) as { competition: { id: string; code: string } };
  const { id } = competition;
  await owner.goto(`/competitions/${id}?code=${competition.code}`);
  await expect
    .poll(async () => {
      await runCompetitions(owner);
      return owner.getByText(text("competitions.status.RUNNING"), { exact: true }).count();
    }, TIMEOUT)
    .toBe(1);
  const portfolios: string[] = [];
  for (const page of [owner, ...friends]) {
    await page.goto(`/competitions/${competition.id}?code=${competition.code}`);
    await page.getByRole("button", { name: text("competitions.entry.enter"), exact: true }).click();
    await page.getByRole("link", { name: text("competitions.entry.trade") }).waitFor();
    const { own } = await (await page.request.get(`/api/competitions/${competition.id}`)).json();
    portfolios.push(own.portfolioId);
  }
  const [first = "", second = "", third = ""] = portfolios;
  const table = owner.getByRole("table", { name: text("competitions.page.table") });
  await expect.poll(() => table.getByRole("row").count(), TIMEOUT).toBe(4);

  await trade(owner, first, { side: "sell" });
  await trade(friends[0], second, { side: "buy" });
  await trade(friends[1], third, { side: "buy" });
  await movePrice(await readPrice(owner), [0.99, 0.98]);
  await trade(owner, first, { side: "buy", reduceOnly: true });
  await trade(friends[0], second, { side: "sell", reduceOnly: true });
  const ranks = async () =>
    (await table.locator("tbody tr td:first-child").allInnerTexts()).map((it) => it.trim());
  await expect.poll(ranks, TIMEOUT).toEqual(["1", "2", text("competitions.exclusion.trades")]);
  expect(await findViolations(owner)).toEqual([]);

  await getDb().competition.update({ where: { id }, data: { endsAt: new Date() } });
  await runCompetitions(owner);
  await owner.getByText(text("competitions.status.ENDED"), { exact: true }).waitFor(TIMEOUT);
  await owner.getByRole("link", { name: text("competitions.entry.certificate") }).click();
  await owner.waitForURL("**/certificates/*");
  // Which rank it is depends on the simulated market; the end also closed the third one's trade.
  await owner.getByText(textPattern("competitions.certificate.rank")).waitFor();
  await owner.setViewportSize({ width: 390, height: 844 });
  expect(await findViolations(owner)).toEqual([]);
  for (const { page, errors } of accounts) {
    expect(errors).toEqual([]);
    await page.context().close();
  }
});

/** The last price of ETHUSDT. */
async function readPrice(page: Page): Promise<number> {
  const { markets } = (await (await page.request.get("/api/markets")).json()) as {
    markets: { symbol: string; last: string }[];
  };
  return Number(markets.find(({ symbol }) => symbol === "ETHUSDT")?.last);
}
