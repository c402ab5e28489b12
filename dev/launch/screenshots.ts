import { mkdir } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { buildProduct, generateClient } from "@/dev/launch/build-product";
import { createShutdown } from "@/dev/launch/shutdown";
import { openBrowser } from "@/dev/testing/open-browser";
import { startProduct } from "@/dev/testing/start-product";

const PAGES = { landing: "/", terminal: "/terminal/BTCUSDT" } as const;
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** Long enough for sparklines, book and tape to fill. */
const SETTLE_MS = 8_000;
/** A machine without a graphics card that does other things as well draws slowly. */
const PATIENCE_MS = 180_000;

/** `npm run screenshots`: takes the README's pictures of the built product into `public/`. */
const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
await mkdir("public", { recursive: true });
await generateClient(shutdown);
await buildProduct(shutdown);
const product = await startProduct();
shutdown.add(product.close);
const browser = await openBrowser();
shutdown.add(() => browser.close());
for (const [name, path] of Object.entries(PAGES)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const file = `public/screenshot-${name}${size === "phone" ? "-phone" : ""}.png`;
    await takePicture(browser, { url: product.baseUrl + path, viewport, file });
    console.log(`✓ ${file}`);
  }
}
await shutdown.exit(0);

async function takePicture(
  from: Browser,
  shot: { url: string; viewport: { width: number; height: number }; file: string },
): Promise<void> {
  const page = await from.newPage({ viewport: shot.viewport });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(shot.url);
  await page.locator("[role=application] canvas").first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: shot.file });
  await page.close();
}
