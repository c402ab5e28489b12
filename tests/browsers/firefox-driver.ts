import { existsSync } from "node:fs";
import { launch } from "puppeteer-core";
import type { Driver } from "@/tests/browsers/driver";

const PATH = "/usr/bin/firefox-esr";

/** Whether Firefox is installed where Debian puts it. */
export const hasFirefox = (): boolean => existsSync(PATH);

/** Opens Firefox without a window, driven by WebDriver BiDi. */
export async function openFirefox(): Promise<Driver> {
  const browser = await launch({
    browser: "firefox",
    executablePath: PATH,
    headless: true,
    defaultViewport: { width: 1440, height: 900 },
  });
  const page = await browser.newPage();
  return {
    open: async (url) => {
      await page.goto(url, { waitUntil: "domcontentloaded" });
    },
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    type: async (selector, text) => {
      await page.type(selector, text);
    },
    click: async (selector) => {
      await page.click(selector);
    },
    close: () => browser.close(),
  };
}
