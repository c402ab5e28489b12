import chromium from "@sparticuz/chromium";
import { type Browser, chromium as driver } from "playwright-core";

/**
 * What the package adds for serverless platforms: in one process the browser dies with the first page that is
 * closed, and without web security a page may do what no visitor's can.
 */
const UNWANTED = ["--single-process", "--disable-web-security"];

/** Opens the headless Chromium that comes inside an npm package; works as root and without a display. */
export async function openBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((arg) => !UNWANTED.includes(arg)), "--no-first-run"],
    headless: true,
  });
}
