import { mkdir } from "node:fs/promises";
import type { Browser, BrowserContext } from "playwright-core";
import { DEMO_PEOPLE } from "@/prisma/seed/demo-people";
import { runScript } from "@/scripts/process/run-script";
import { buildProduct, generateClient } from "@/scripts/product/build-product";
import { seedDatabase } from "@/scripts/product/seed-database";
import { openBrowser } from "@/tests/support/open-browser";
import { startProduct } from "@/tests/support/start-product";

const PAGES = { landing: "/", terminal: "/terminal/BTCUSDT" } as const;
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** Long enough for sparklines, book and tape to fill. */
const QUIET_MS = 8_000;
/** A long timeout for machines without a graphics card. */
const TIMEOUT_MS = 180_000;

/** The demo's trader, with the tour done. */
async function signIn(from: Browser, baseUrl: string): Promise<BrowserContext> {
  const context = await from.newContext();
  const { request } = context;
  const { email, password } = DEMO_PEOPLE[0];
  const { csrfToken } = (await (await request.get(`${baseUrl}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  const form = { email, password, csrfToken, json: "true" };
  await request.post(`${baseUrl}/api/auth/callback/credentials`, { headers: { origin: baseUrl }, form });
  await context.addInitScript(() => localStorage.setItem("tz:tour", "true"));
  return context;
}

async function capturePicture(
  as: BrowserContext,
  shot: { url: string; viewport: { width: number; height: number }; file: string },
): Promise<void> {
  const page = await as.newPage();
  await page.setViewportSize(shot.viewport);
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.goto(shot.url);
  await page.locator("[role=application] canvas").first().waitFor();
  await page.waitForTimeout(QUIET_MS);
  await page.screenshot({ path: shot.file });
  await page.close();
}

/** `npm run screenshots`: saves the README's pictures of the built product to `public/`. */
await runScript(async (shutdown) => {
  await mkdir("public", { recursive: true });
  await generateClient();
  await buildProduct();
  const product = await startProduct();
  shutdown.add(product.close);
  await seedDatabase(["--scenario", "demo"], product.env);
  const browser = await openBrowser();
  shutdown.add(() => browser.close());
  const trader = await signIn(browser, product.baseUrl);
  for (const [name, path] of Object.entries(PAGES)) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const file = `public/screenshot-${name}${size === "phone" ? "-phone" : ""}.png`;
      await capturePicture(trader, { url: product.baseUrl + path, viewport, file });
      console.log(`✓ ${file}`);
    }
  }
});
