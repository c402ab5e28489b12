import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyButton, form, openDesk, readLast, readNumber, sendUntil, TIMEOUT } from "@/tests/e2e/desk";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("a resting order", () => {
  it("is placed, amended where it stands and on the chart by keys, and cancelled", async () => {
    const { page, errors } = await openDesk(browser);
    const last = await readLast(page);
    await form(page)
      .getByRole("radio", { name: text("terminal.ticket.kind.limit") })
      .click();
    await form(page).getByRole("radio", { name: "SOL", exact: true }).click();
    await form(page).getByLabel(text("terminal.ticket.size"), { exact: true }).fill("1.5");
    await form(page)
      .getByLabel(text("terminal.ticket.price"), { exact: true })
      .fill((last * 0.99).toFixed(2));
    await page.getByRole("tab", { name: new RegExp(text("terminal.account.orders")) }).click();
    const orders = page.getByRole("region", { name: text("terminal.account.orders") });
    const order = text("terminal.edit.order", { symbol: "SOLUSDT", kind: text("terminal.kind.limit") });
    const label = text("terminal.edit.price", { order });
    const price = orders.getByRole("button", { name: new RegExp(label) });
    await sendUntil(
      page,
      () => buyButton(page).click(),
      async () => (await price.count()) === 1,
    );
    await price.click(TIMEOUT);
    const amended = (last * 0.985).toFixed(2);
    await orders.getByLabel(label).fill(amended);
    await page.keyboard.press("Enter");
    const readPrice = async () => readNumber(await price.innerText());
    await expect.poll(readPrice, TIMEOUT).toBe(Number(amended));

    const line = page.locator("[data-line$=price]");
    await line.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(readNumber((await line.innerText()).replace(/.*limit/, ""))).toBeGreaterThan(Number(amended));
    await page.keyboard.press("Escape");
    expect(readNumber((await line.innerText()).replace(/.*limit/, ""))).toBe(Number(amended));
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect.poll(readPrice, TIMEOUT).toBeGreaterThan(Number(amended));

    await orders.getByRole("button", { name: text("terminal.orderRow.cancelLabel", { order }) }).click();
    await page.getByText(text("terminal.account.noOrders")).waitFor(TIMEOUT);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("an order drawn before it is sent", () => {
  it("changes the form by keys and by dragging, is removed by Esc, and sent by Enter", async () => {
    const { page, errors } = await openDesk(browser);
    const line = (id: string) => page.locator(`[data-bracket=${id}]`);
    // Near the market, so that all lines lie on the scale.
    for (const [name, percent] of [
      ["stop", "0.2"],
      ["target", "0.3"],
    ] as const) {
      await form(page)
        .getByLabel(text(`terminal.ticket.${name}`), { exact: true })
        .fill(percent);
    }
    await buyButton(page).focus();
    await page.keyboard.press("b");
    await line("stop").waitFor(TIMEOUT);
    await line("target").waitFor(TIMEOUT);
    await page.keyboard.press("d");
    for (let steps = 0; steps < 5; steps += 1) await page.keyboard.press("Shift+ArrowDown");
    const limit = form(page).getByRole("radio", { name: text("terminal.ticket.kind.limit") });
    expect(await limit.getAttribute("aria-checked")).toBe("true");
    const readLine = async (id: string) =>
      readNumber(/[\d,.]+$/.exec((await line(id).innerText()).trim())?.[0] ?? "");
    const readField = (name: "price" | "stop") =>
      form(page)
        .getByLabel(text(`terminal.ticket.${name}`), { exact: true })
        .inputValue();
    expect(Number(await readField("price"))).toBe(await readLine("entry"));

    const before = await readLine("stop");
    const box = await line("stop").boundingBox();
    if (!box) throw new Error("The stop has no line.");
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y - 12, { steps: 4 });
    await page.mouse.up();
    expect(await readLine("stop")).toBeGreaterThan(before);
    expect(Number(await readField("stop"))).toBe(await readLine("stop"));
    expect(await line("stop").innerText()).toContain("−1 R");

    await page.keyboard.press("Escape");
    await expect.poll(() => line("entry").count()).toBe(0);
    await page.keyboard.press("b");
    await line("entry").waitFor(TIMEOUT);
    await page.keyboard.press("d");
    const order = page.locator("[data-line$=price]");
    await sendUntil(
      page,
      () => line("entry").press("Enter"),
      async () => (await order.count()) === 1,
    );
    await expect.poll(() => line("entry").count(), TIMEOUT).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("a drawing", () => {
  it("is there again in a browser that has never seen it, and can be taken away", async () => {
    const { page } = await openDesk(browser);
    const chart = await page.getByRole("application", { name: /Candles of SOLUSDT/ }).boundingBox();
    if (!chart) throw new Error("There is no chart.");
    await page.locator("svg[data-drawings]").waitFor({ ...TIMEOUT, state: "attached" });
    const kept = page.waitForResponse((response) => response.request().method() === "PUT");
    await page.getByRole("button", { name: text("chart.drawing.horizontal") }).click();
    await page.mouse.move(chart.x + 200, chart.y + 150);
    await page.mouse.down();
    await page.mouse.up();
    expect((await kept).status()).toBe(200);
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.includes("drawings")) localStorage.removeItem(key);
    });
    await page.reload();
    await page.getByRole("button", { name: text("chart.drawing.remove", { count: 1 }) }).waitFor(TIMEOUT);

    const drag = async (distance: number) => {
      await page.mouse.move(chart.x + 260, chart.y + 150);
      await page.mouse.down();
      await page.mouse.move(chart.x + 260 + distance, chart.y + 150 + distance);
      await page.mouse.up();
    };
    const drawTrend = page.getByRole("button", { name: text("chart.drawing.trend"), exact: true });
    await drawTrend.click();
    // Over the first line: a tool draws, it chooses nothing. Without a drag nothing is drawn.
    await drag(0);
    await drag(60);
    const two = page.getByRole("button", { name: text("chart.drawing.remove", { count: 2 }) });
    await two.waitFor(TIMEOUT);
    const line = await page.locator("svg > g > line").last().boundingBox();
    if (!line) throw new Error("There is no trend line.");
    await page.mouse.click(line.x + line.width / 2, line.y + line.height / 2);
    await page.keyboard.press("Delete");
    await page.getByRole("button", { name: text("chart.drawing.remove", { count: 1 }) }).click(TIMEOUT);
    await expect.poll(() => page.getByRole("button", { name: /Remove/ }).count(), TIMEOUT).toBe(0);
    await page.context().close();
  });
});
