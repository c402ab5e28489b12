import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openDesk, readLast, TIMEOUT, toasts } from "@/tests/e2e/desk";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { readPushMessages, subscribeEmulated } from "@/tests/support/push-emulator";
import { text, textPattern } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

const SYMBOL = "SOLUSDT";
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const dialog = (page: Page) => page.getByRole("dialog", { name: text("alerts.title"), exact: true });
const list = (page: Page) => dialog(page).getByRole("list", { name: text("alerts.list.label") });
const bell = (page: Page) =>
  page.getByRole("button", { name: new RegExp(`^${text("terminal.notifications.label")}(,|$)`) });

/** Makes alerts just above and below the price, of which the moving market crosses one within moments. */
async function makeNearAlerts(page: Page, last: number): Promise<void> {
  const headers = { origin: inject("product").baseUrl };
  for (const factor of [0.999, 0.9995, 0.9998, 1.0002, 1.0005, 1.001]) {
    const level = (last * factor).toFixed(2);
    const data = { condition: { kind: "price", symbol: SYMBOL, level, direction: "either" } };
    const response = await page.request.post("/api/alerts", { headers, data });
    expect(response.status()).toBe(201);
  }
}

/** Deletes all alerts, so that no other fires while the list is read. */
async function deleteAlerts(page: Page): Promise<void> {
  const headers = { origin: inject("product").baseUrl };
  const { alerts } = (await (await page.request.get("/api/alerts")).json()) as { alerts: { id: string }[] };
  for (const { id } of alerts) await page.request.delete(`/api/alerts/${id}`, { headers });
}

describe("an alert", () => {
  it("is made by the list's form, paused, started again and deleted there", async () => {
    const { page, errors } = await openDesk(browser, { symbol: SYMBOL });
    const last = await readLast(page);
    await page.getByRole("button", { name: text("chart.alerts.button"), exact: true }).click();
    const form = dialog(page).getByRole("form", { name: text("alerts.form.label") });
    const level = (last * 2).toFixed(2);
    await form.getByLabel(text("alerts.field.level")).fill(level);
    await form.getByRole("radio", { name: text("alerts.direction.up") }).click();
    await form.getByLabel(text("alerts.form.note")).fill("Breakout");
    await form.getByRole("button", { name: text("alerts.form.create") }).click();
    const alert = text("alerts.condition.price", { symbol: SYMBOL, level, direction: "up" });
    await list(page).getByText(alert).waitFor(TIMEOUT);
    await list(page)
      .getByRole("button", { name: text("alerts.list.pauseAlert", { alert }) })
      .click();
    await list(page).getByText(text("alerts.list.status.paused")).waitFor(TIMEOUT);
    await list(page)
      .getByRole("button", { name: text("alerts.list.startAlert", { alert }) })
      .click();
    await list(page).getByText(text("alerts.list.status.active")).waitFor(TIMEOUT);

    await form.getByLabel(text("alerts.form.kind")).selectOption("indicator");
    await form.getByRole("button", { name: text("alerts.form.create") }).click();
    await list(page)
      .getByText(/RSI 14/)
      .waitFor(TIMEOUT);
    for (const kind of ["move", "liquidation", "funding", "fill"]) {
      await form.getByLabel(text("alerts.form.kind")).selectOption(kind);
      await form.getByRole("button", { name: text("alerts.form.create") }).click();
    }
    await expect.poll(() => list(page).getByRole("listitem").count(), TIMEOUT).toBe(6);
    await list(page)
      .getByRole("button", { name: text("alerts.list.deleteAlert", { alert }) })
      .click();
    await expect.poll(() => list(page).getByRole("listitem").count(), TIMEOUT).toBe(5);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("is made from the command menu and by a right press on the chart, and moved on its line", async () => {
    const { page, errors } = await openDesk(browser, { symbol: SYMBOL });
    await readLast(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: text("alerts.command.create") }).click(TIMEOUT);
    await dialog(page).waitFor(TIMEOUT);
    await page.keyboard.press("Escape");
    const canvas = page.getByRole("application", { name: /SOLUSDT/ });
    await canvas.click({ button: "right", position: { x: 200, y: 60 } });
    await page.getByRole("menuitem", { name: textPattern("alerts.chart.at") }).click(TIMEOUT);
    const line = page.locator("[data-line^=alert]");
    await line.waitFor(TIMEOUT);
    const before = await line.innerText();
    const moved = page.waitForResponse((response) => response.request().method() === "PATCH");
    await line.focus();
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Enter");
    expect((await moved).status()).toBe(200);
    await expect.poll(() => line.innerText(), TIMEOUT).not.toBe(before);
    const dragged = page.waitForResponse((response) => response.request().method() === "PATCH");
    const box = await line.boundingBox();
    if (!box) throw new Error("The line has no place.");
    await page.mouse.move(box.x + 20, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 40, { steps: 4 });
    await page.mouse.up();
    expect((await dragged).status()).toBe(200);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("fires as a toast and in the list of notifications, and is listed on return when it was missed", async () => {
    const { page, errors } = await openDesk(browser, { symbol: SYMBOL });
    await makeNearAlerts(page, await readLast(page));
    await toasts(page)
      .getByText(/SOLUSDT crossed/)
      .first()
      .waitFor(TIMEOUT);
    await deleteAlerts(page);
    await bell(page).click();
    const notifications = page.getByRole("dialog", { name: text("terminal.notifications.label") });
    await notifications
      .getByText(/SOLUSDT crossed/)
      .first()
      .waitFor(TIMEOUT);
    await page.keyboard.press("Escape");
    await expect
      .poll(() => bell(page).getAttribute("aria-label"), TIMEOUT)
      .toBe(text("terminal.notifications.label"));

    const last = await readLast(page);
    await page.goto("/rules");
    await makeNearAlerts(page, last);
    const unread = async () => {
      const { notifications } = (await (await page.request.get("/api/notifications")).json()) as {
        notifications: { isRead: boolean }[];
      };
      return notifications.filter(({ isRead }) => !isRead).length;
    };
    await expect.poll(unread, { timeout: 60_000 }).toBeGreaterThan(0);
    await page.goto(`/terminal/${SYMBOL}`);
    await toasts(page)
      .getByText(/while you were away/)
      .waitFor(TIMEOUT);
    await expect.poll(() => bell(page).getAttribute("aria-label"), TIMEOUT).toMatch(/unread/);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);
});

describe("a push message", () => {
  it("is turned on in the sheet and arrives encrypted at the push service", async () => {
    const { baseUrl, env } = inject("product");
    const pushUrl = env.PUSH_SERVICE_URL ?? "";
    const { page } = await openDesk(browser, { symbol: SYMBOL });
    await page.context().grantPermissions(["notifications"], { origin: baseUrl });
    const { publicKey } = (await (await page.request.get("/api/push")).json()) as { publicKey: string };
    const subscription = await subscribeEmulated(pushUrl, publicKey);
    // The browser can't reach a push service of its own here.
    await page.evaluate((given) => {
      const made = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => true };
      PushManager.prototype.subscribe = async () => made as unknown as PushSubscription;
      PushManager.prototype.getSubscription = async () => null;
      // Without a window Chromium says "denied" here, and grants what is asked for.
      Object.defineProperty(Notification, "permission", { get: () => "granted" });
    }, subscription);
    await page.getByRole("button", { name: text("chart.alerts.button"), exact: true }).click();
    await dialog(page)
      .getByRole("button", { name: text("alerts.push.turnOn") })
      .click(TIMEOUT);
    await dialog(page).getByText(text("alerts.push.state.on")).waitFor(TIMEOUT);

    await makeNearAlerts(page, await readLast(page));
    const own = async () =>
      (await readPushMessages(pushUrl)).filter((one) => subscription.endpoint.endsWith(one.subscription));
    await expect.poll(async () => (await own()).length, TIMEOUT).toBeGreaterThan(0);
    const [message] = await own();
    const { title } = JSON.parse(message?.text ?? "{}") as { title?: string };
    expect(title).toMatch(/^SOLUSDT crossed/);
    await page.context().close();
  });
});

describe("installed", () => {
  it("has a manifest with maskable icons and a page for when there is no connection", async () => {
    const { page } = await openDesk(browser, { symbol: SYMBOL });
    const manifest = (await (await page.request.get("/manifest.webmanifest")).json()) as {
      icons: { src: string; purpose?: string }[];
    };
    expect(manifest.icons.filter(({ purpose }) => purpose === "maskable")).toHaveLength(2);
    for (const { src } of manifest.icons) expect((await page.request.get(src)).status()).toBe(200);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
    });
    // Only the shell is stored: no page of a user, no response of the API.
    await page.reload();
    await readLast(page);
    const stored = await page.evaluate(async () => {
      const requests = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(stored).toContain("/offline");
    expect(stored.filter((path) => path !== "/offline" && !path.startsWith("/_next/static/"))).toEqual([]);
    await page.context().setOffline(true);
    await page.goto(`/terminal/${SYMBOL}`);
    await page.getByRole("heading", { name: text("offline.title") }).waitFor(TIMEOUT);
    await page.getByText(text("offline.text")).waitFor(TIMEOUT);
    expect(await findViolations(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByRole("link", { name: text("offline.retry") }).click();
    await readLast(page);
    await page.context().close();
  });
});

describe("the sheet of alerts", () => {
  it.each([
    ["midnight", 1440],
    ["light", 1024],
    ["light", 390],
  ] as const)("in %s fits %i px and is accessible", async (theme, width) => {
    const { page } = await visitSignedIn(browser, `/terminal/${SYMBOL}`, { theme, width });
    await bell(page).click(TIMEOUT);
    const notifications = page.getByRole("dialog", { name: text("terminal.notifications.label") });
    await notifications
      .getByRole("button", { name: text("terminal.notifications.alerts"), exact: true })
      .click();
    const form = dialog(page).getByRole("form", { name: text("alerts.form.label") });
    for (const kind of ["indicator", "move", "price"]) {
      await form.getByLabel(text("alerts.form.kind")).selectOption(kind);
      const sideways = await dialog(page).evaluate((one) => one.scrollWidth - one.clientWidth);
      expect([kind, sideways]).toEqual([kind, 0]);
    }
    await form.getByLabel(text("alerts.field.level")).fill("1000000");
    await form.getByRole("button", { name: text("alerts.form.create") }).click();
    await list(page).getByRole("listitem").waitFor(TIMEOUT);
    expect(await findViolations(page)).toEqual([]);
    const folder = process.env.ALERT_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/alerts-${theme}-${width}.png` });
    await page.context().close();
  });
});
