import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { text, textPattern } from "@/tests/support/text";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

/** Timeout for what depends on the market, the queue and the database together. */
export const TIMEOUT = { timeout: 30_000 };

/** The parts of the terminal by their accessible names. */
export const form = (page: Page) => page.getByRole("form", { name: textPattern("terminal.ticket.name") });
export const buyButton = (page: Page) => form(page).locator("[data-side=buy]");
export const sellButton = (page: Page) => form(page).locator("[data-side=sell]");
export const toasts = (page: Page) => page.locator("[data-sonner-toast]");
export const positions = (page: Page) =>
  page.getByRole("region", { name: text("terminal.account.positions") });

/** The first formatted number in a text. */
export const readNumber = (text: string) => Number(/[\d,]+(?:\.\d+)?/.exec(text)?.[0]?.replaceAll(",", ""));

/** Waits until the form has prices: its buttons then show the quantity. */
export async function awaitForm(page: Page): Promise<void> {
  const label = new RegExp(
    `${text("terminal.ticket.submitBuy")} [\\d.,]+ [A-Z]+\\s+${text("terminal.ticket.how.market")}`,
  );
  await expect.poll(() => buyButton(page).innerText(), TIMEOUT).toMatch(label);
}

/** The last price in the top bar, which may render a moment after the form has it. */
export async function readLast(page: Page): Promise<number> {
  const read = async () => readNumber(await page.locator("header .num").first().innerText());
  await expect.poll(read, TIMEOUT).toBeGreaterThan(0);
  return read();
}

/** The terminal of a new trader with the tour done, ready to trade. */
export async function openDesk(
  browser: Browser,
  options: Parameters<typeof visitSignedIn>[2] & { symbol?: string } = {},
) {
  const { symbol = "SOLUSDT", ...rest } = options;
  const opened = await visitSignedIn(browser, `/terminal/${symbol}`, rest);
  await awaitForm(opened.page);
  return opened;
}

/** The rejection by the latency guard. */
const LATE = /ms to get here/;

/**
 * Submits the form, or what is in `within`, until it is accepted. On a busy machine an order may exceed the latency guard's half
 * second; it is then submitted again, as a trader would. `again`: the rejections after which it is.
 */
export async function sendUntil(
  page: Page,
  press: () => Promise<void>,
  isDone: () => Promise<boolean>,
  { within = form(page), again = LATE }: { within?: Locator; again?: RegExp } = {},
): Promise<void> {
  const isRejected = () => within.getByText(again).first().isVisible();
  await press();
  await expect
    .poll(async () => {
      if (await isRejected()) await press();
      if (await isDone()) return "done";
      const texts = [within.getByRole("alert"), toasts(page)].map((one) => one.allInnerTexts());
      return (await Promise.all(texts)).flat().join(" · ");
    }, TIMEOUT)
    .toBe("done");
}

/** Opens a position by a button of the form. */
export const open = (page: Page, press: () => Promise<void>, again = LATE) =>
  sendUntil(page, press, async () => (await positions(page).count()) === 1, { again });

/** A position opened by the form. */
export const buyAtMarket = (page: Page, again = LATE) => open(page, () => buyButton(page).click(), again);
