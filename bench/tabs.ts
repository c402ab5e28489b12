import type { BenchRow } from "@/bench/bench-row";
import { measureTabs } from "@/bench/tabs/measure-tabs";
import { openBrowser } from "@/tests/support/open-browser";
import { startProduct } from "@/tests/support/start-product";

/** W9 and W10 of the design: ten tabs of one browser, and a page that sleeps. */
export async function run(): Promise<BenchRow[]> {
  const product = await startProduct();
  const browser = await openBrowser();
  try {
    return await measureTabs(browser, product.baseUrl);
  } finally {
    await browser.close();
    await product.close();
  }
}
