import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awaitForm, TIMEOUT } from "@/tests/e2e/desk";
import { comparePictures } from "@/tests/support/compare-pictures";
import { openBrowser } from "@/tests/support/open-browser";
import { visit } from "@/tests/support/visit";
import { visitSignedIn } from "@/tests/support/visit-signed-in";

/** Reviewed reference screenshots. `UPDATE_PICTURES=1` updates them: review them afterwards. */
const KEPT = join(import.meta.dirname, "pictures");
/** Where a screenshot that differs is saved. */
const SEEN = ".cache/pictures";
/** Allowed difference: about one word in a hundred. */
const LIMIT = 0.01;

/** Parts that depend on the market or the clock. */
const STILL = `
  canvas, .num, time, [data-live], [data-sonner-toaster] { visibility: hidden !important; }
  *, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }
`;

let browser: Browser;
beforeAll(async () => {
  await mkdir(SEEN, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function expectPicture(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator(".skeleton, :text('Connecting')").count(), TIMEOUT).toBe(0);
  await page.addStyleTag({ content: STILL });
  await page.evaluate(() => document.fonts.ready);
  const kept = join(KEPT, `${name}.jpg`);
  if (process.env.UPDATE_PICTURES) {
    await mkdir(KEPT, { recursive: true });
    await writeFile(kept, await capturePicture(page));
  }
  expect(existsSync(kept), `${kept} is missing: run with UPDATE_PICTURES=1`).toBe(true);
  const wanted = await readFile(kept);
  // On a paused machine prices become stale, which the page shows until they are fresh again.
  const compare = async () => {
    const seen = await capturePicture(page);
    const difference = await comparePictures(browser, seen, wanted);
    if (difference > LIMIT) await writeFile(join(SEEN, `${name}.jpg`), seen);
    return difference;
  };
  await expect
    .poll(compare, { ...TIMEOUT, message: `${SEEN}/${name}.jpg beside ${kept}` })
    .toBeLessThanOrEqual(LIMIT);
}

const capturePicture = (page: Page) => page.screenshot({ type: "jpeg", quality: 70 });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

describe.each(SIZES)("at $width px", ({ width, height }) => {
  it.each(["midnight", "light"] as const)("the desk in %s looks as it was looked at", async (theme) => {
    const { page } = await visitSignedIn(browser, "/terminal/BTCUSDT", { theme, width, height });
    if (width > 390) await awaitForm(page);
    await page.getByRole("application", { name: /Candles of BTCUSDT/ }).waitFor(TIMEOUT);
    await expectPicture(page, `desk-${width}-${theme}`);
    await page.context().close();
  });

  it.each([
    ["landing", "/"],
    ["pricing", "/pricing"],
    ["login", "/login"],
  ])("%s looks as it was looked at", async (name, path) => {
    const { page } = await visit(browser, path, { width, height });
    await page.getByRole("heading", { level: 1 }).waitFor(TIMEOUT);
    await expectPicture(page, `${name}-${width}`);
    await page.context().close();
  });
});
