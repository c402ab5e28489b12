import type { Page } from "playwright-core";

/** Pixels of the chart in a candle's colours: red and green far apart. */
export function countCandlePixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    let count = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>("[role=application] canvas")) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      for (let at = 0; pixels && at < pixels.length; at += 4) {
        const red = pixels[at] ?? 0;
        const green = pixels[at + 1] ?? 0;
        if (Math.abs(red - green) > 60) count += 1;
      }
    }
    return count;
  });
}

/** The time of the bar under the pointer at a fraction of the chart's width, Unix ms; null where there is none. */
export async function readTimeAt(page: Page, fraction: number): Promise<number | null> {
  const box = await page.locator("[role=application]").boundingBox();
  if (!box) return null;
  await page.mouse.move(box.x + box.width * fraction, box.y + box.height / 2);
  const legend = await page.locator("[role=application] + div").innerText();
  const [, text] = /(\d{4}-\d{2}-\d{2} \d{2}:\d{2})\s+UTC/.exec(legend) ?? [];
  return text ? Date.parse(`${text.replace(" ", "T")}Z`) : null;
}
