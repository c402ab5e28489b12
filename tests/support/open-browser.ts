import chromium from "@sparticuz/chromium";
import { type Browser, chromium as driver } from "playwright-core";

/**
 * Removes options that the package adds for serverless platforms. In one process the browser ends with the
 * first page that is closed; without web security a page may do what no visitor's can; and WebGL in software
 * takes three times as long as software drawing.
 */
const UNWANTED = [
  "--single-process",
  "--disable-web-security",
  "--ignore-gpu-blocklist",
  "--in-process-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Opens the headless Chromium that comes inside an npm package; works as root and without a display. */
export async function openBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((arg) => !UNWANTED.includes(arg)), "--disable-gpu", "--no-first-run"],
    headless: true,
  });
}
