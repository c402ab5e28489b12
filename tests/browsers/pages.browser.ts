import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Driver } from "@/tests/browsers/driver";
import { hasFirefox, openFirefox } from "@/tests/browsers/firefox-driver";
import { hasWebkit, openWebkit } from "@/tests/browsers/webkit-driver";
import { text } from "@/tests/support/text";

const PASSWORD = "a horse on the moon";

const BROWSERS = [
  { name: "Firefox", packages: "firefox-esr", isInstalled: hasFirefox, open: openFirefox },
  { name: "WebKit", packages: "webkit2gtk-driver and xvfb", isInstalled: hasWebkit, open: openWebkit },
];

for (const { name, packages, isInstalled, open } of BROWSERS) {
  if (!isInstalled()) console.warn(`${name} is not tested: Debian's ${packages} is not installed.`);

  describe.skipIf(!isInstalled())(`in ${name}`, () => {
    const { baseUrl } = inject("product");
    const person = { email: `${name.toLowerCase()}-${randomUUID()}@terminal-zero.local`, password: PASSWORD };
    let driver: Driver;

    beforeAll(async () => {
      const response = await fetch(`${baseUrl}/api/auth/register`, {
        method: "POST",
        headers: { origin: baseUrl, "content-type": "application/json" },
        body: JSON.stringify({ ...person, name: "A trader" }),
      });
      expect(response.status).toBeLessThan(300);
      driver = await open();
    });
    afterAll(() => driver?.close());

    const has = (selector: string) => driver.evaluate<boolean>(`!!document.querySelector('${selector}')`);
    const isAt = (path: string) => driver.evaluate<boolean>(`location.pathname.startsWith('${path}')`);
    /** Whether the page is wider than the window. */
    const isTooWide = () => driver.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");

    it("a trader signs in by the form", async () => {
      await driver.open(`${baseUrl}/login?next=/journal`);
      await expect.poll(() => has("form input[name=password]")).toBe(true);
      // Before hydration the browser would send the form itself.
      await expect.poll(() => driver.evaluate("document.readyState")).toBe("complete");
      // While WebKit still loads the page, its fields take no keys.
      const canType = () =>
        driver.type("input[name=email]", person.email).then(
          () => true,
          () => false,
        );
      await expect.poll(canType).toBe(true);
      await driver.type("input[name=password]", person.password);
      await driver.click("form button[type=submit]");
      await expect.poll(() => isAt("/journal")).toBe(true);
    });

    it("the journal is shown", async () => {
      await driver.open(`${baseUrl}/journal`);
      await expect.poll(() => has("h1")).toBe(true);
      expect(await driver.evaluate("document.querySelector('h1').textContent")).toBe(
        text("journal.page.title"),
      );
      expect(await isTooWide()).toBe(false);
    });

    it("the desk has live prices, its chart and its form", async () => {
      await driver.open(`${baseUrl}/terminal/BTCUSDT`);
      const readPrice = () =>
        driver.evaluate<string>("document.querySelector('header .num')?.textContent ?? ''");
      await expect.poll(readPrice).toMatch(/^[\d,]+\.\d+$/);
      const first = await readPrice();
      await expect.poll(readPrice).not.toBe(first);
      await expect.poll(() => has("[role=application] canvas")).toBe(true);
      const buy = "document.querySelector('[data-side=buy]')?.textContent ?? ''";
      await expect.poll(() => driver.evaluate<string>(buy)).toContain("BTC");
      expect(await isTooWide()).toBe(false);
    });
  });
}
