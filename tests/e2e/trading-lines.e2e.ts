import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyButton, form, openDesk, readLast, readNumber, sendUntil, TIMEOUT } from "@/tests/e2e/desk";
import { countCandlePixels } from "@/tests/e2e/read-chart";
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

    // By the line itself, away from its label.
    const dragged = await readLine("stop");
    const row = await page.locator("[data-trade-line='preview stop'] > div").boundingBox();
    if (!row) throw new Error("The stop has no line.");
    await page.mouse.move(row.x + 40, row.y + 1);
    await page.mouse.down();
    await page.mouse.move(row.x + 40, row.y + 10, { steps: 4 });
    await page.mouse.up();
    expect(await readLine("stop")).toBeLessThan(dragged);

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
  it("is moved, undone, locked, hidden, removed, and there again in a browser that has never seen it", async () => {
    const { page, errors } = await openDesk(browser);
    // Before the candles there is no scale to draw on.
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(0);
    const chart = await page.getByRole("application", { name: /Candles of SOLUSDT/ }).boundingBox();
    if (!chart) throw new Error("There is no chart.");
    const button = (key: "horizontal" | "trend" | "hideAll" | "undo") =>
      page.getByRole("button", { name: text(`chart.drawing.${key}`), exact: true });
    const choose = async (key: "horizontal" | "trend") => {
      await button(key).click();
      await expect.poll(() => button(key).getAttribute("aria-pressed"), TIMEOUT).toBe("true");
    };
    const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
      await page.mouse.move(chart.x + from[0], chart.y + from[1]);
      await page.mouse.down();
      await page.mouse.move(chart.x + to[0], chart.y + to[1], { steps: 3 });
      await page.mouse.up();
    };
    const lines = page.locator("[data-drawing=horizontal]");
    const trends = page.locator("[data-drawing=trend]");
    /** The trend line's ends in the chart now: prices move the scale. */
    const readEnds = async () => {
      const line = trends.locator("line").first();
      const read = async (name: string) => Number(await line.getAttribute(name));
      return [await read("x1"), await read("y1"), await read("x2"), await read("y2")] as const;
    };
    const dragMiddle = async (dx: number, dy: number) => {
      const [x1, y1, x2, y2] = await readEnds();
      const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
      await drag([x, y], [x + dx, y + dy]);
    };
    const readSaved = () =>
      page.evaluate(() => {
        const key = Object.keys(localStorage).find((one) => /^tz:drawings:.*USDT$/.test(one)) ?? "";
        const all: { tool: string; from: object; to: object }[] = JSON.parse(
          localStorage.getItem(key) ?? "[]",
        );
        const { from, to } = all.find((one) => one.tool === "trend") ?? {};
        return { from, to };
      });

    await choose("horizontal");
    await page.mouse.click(chart.x + 200, chart.y + 150);
    await choose("trend");
    // Over the first line: a tool draws, it chooses nothing. Without a drag nothing is drawn.
    await page.mouse.click(chart.x + 260, chart.y + 150);
    await drag([260, 150], [340, 230]);
    await expect.poll(async () => [await lines.count(), await trends.count()]).toEqual([1, 1]);

    const drawn = await readSaved();
    await dragMiddle(-30, 60);
    await expect.poll(readSaved).not.toEqual(drawn);
    const moved = await readSaved();
    expect(moved.from).not.toEqual(drawn.from);
    expect(moved.to).not.toEqual(drawn.to);
    await page.keyboard.press("Control+z");
    await expect.poll(readSaved).toEqual(drawn);
    await page.keyboard.press("Control+Shift+Z");
    await expect.poll(readSaved).toEqual(moved);
    await button("undo").click();
    await expect.poll(readSaved).toEqual(drawn);
    // A press shows its ends.
    await dragMiddle(0, 0);
    const [, , x, y] = await readEnds();
    await drag([x, y], [x + 20, y + 70]);
    await expect.poll(readSaved).not.toEqual(drawn);
    const stretched = await readSaved();
    expect(stretched.from).toEqual(drawn.from);

    const trend = { drawing: text("chart.drawing.trend") };
    await page.getByRole("button", { name: text("chart.drawing.lock", trend) }).click();
    await dragMiddle(0, 60);
    await page.keyboard.press("Delete");
    expect(await readSaved()).toEqual(stretched);
    await page.mouse.click(chart.x + 100, chart.y + 150);
    await page.keyboard.press("Delete");
    await expect.poll(() => lines.count()).toBe(0);
    await button("undo").click();
    await button("hideAll").click();
    await expect.poll(async () => [await lines.count(), await trends.count()]).toEqual([0, 0]);
    const saved = page.waitForResponse((response) => response.request().method() === "PUT");
    await button("hideAll").click();
    await page.mouse.click(chart.x + 100, chart.y + 150);
    await page
      .getByRole("button", {
        name: text("chart.drawing.hide", { drawing: text("chart.drawing.horizontal") }),
      })
      .click();
    await expect.poll(() => lines.count()).toBe(0);
    expect((await saved).status()).toBe(200);

    await page.waitForFunction(() =>
      Object.entries(localStorage).every(([key, value]) => !key.endsWith(":unsent") || value === "false"),
    );
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.includes("drawings")) localStorage.removeItem(key);
    });
    await page.reload();
    await trends.waitFor({ ...TIMEOUT, state: "attached" });
    expect(await lines.count()).toBe(0);
    await page.getByRole("button", { name: text("chart.drawing.list", { count: "2" }) }).click();
    const list = page.getByRole("dialog", { name: text("chart.drawing.title") });
    const rows = list.getByRole("listitem");
    await expect.poll(() => rows.count(), TIMEOUT).toBe(2);
    // A locked drawing stays when all others are removed.
    await list.getByRole("button", { name: text("chart.drawing.remove", { count: 1 }) }).click();
    await expect.poll(() => rows.count()).toBe(1);
    await rows.getByRole("button", { name: /^Unlock/ }).click();
    await rows.getByRole("button", { name: /^Remove/ }).click();
    await list.getByText(text("chart.drawing.none")).waitFor(TIMEOUT);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
