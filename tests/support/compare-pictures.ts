import type { Browser } from "playwright-core";

/** Pictures are compared at this part of their size: how a letter's edge is smoothed is no difference. */
const SCALE = 0.25;
/** How far a channel of 0 to 255 must be off to count. */
const TOLERANCE = 32;

/**
 * The share of two pictures' areas that differs, 0 to 1; 1 when their sizes do. The browser itself compares them,
 * so that no other reader of pictures is needed.
 */
export async function comparePictures(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  const urls = [one, other].map((bytes) => `data:image/jpeg;base64,${bytes.toString("base64")}`);
  try {
    return await page.evaluate(
      async ({ urls, scale, tolerance }) => {
        const read = async (url: string) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const width = Math.round(image.width * scale);
          const height = Math.round(image.height * scale);
          const canvas = Object.assign(document.createElement("canvas"), { width, height });
          const context = canvas.getContext("2d");
          if (!context) throw new Error("There is no canvas.");
          context.imageSmoothingQuality = "high";
          context.drawImage(image, 0, 0, width, height);
          return context.getImageData(0, 0, width, height);
        };
        const [a, b] = await Promise.all(urls.map(read));
        if (!a || !b || a.width !== b.width || a.height !== b.height) return 1;
        let differing = 0;
        for (let at = 0; at < a.data.length; at += 4) {
          const isOff = [0, 1, 2].some(
            (channel) => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > tolerance,
          );
          if (isOff) differing += 1;
        }
        return differing / (a.data.length / 4);
      },
      { urls, scale: SCALE, tolerance: TOLERANCE },
    );
  } finally {
    await page.close();
  }
}
