import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { encodeScreenshot } from "@/lib/journal/screenshots/encode-screenshot";

const CODE = { code: "unsupported_media_type" };

function draw(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: "#336699" } });
}

describe("a screenshot", () => {
  it("is WebP without metadata, turned as they said", async () => {
    const file = await draw(60, 20)
      .withExif({ IFD0: { Copyright: "Ann" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(file).metadata()).exif).toBeDefined();
    const { content, width, height } = await encodeScreenshot(file);
    expect([width, height]).toEqual([20, 60]);
    const stored = await sharp(content).metadata();
    expect(stored).toMatchObject({ format: "webp", width: 20, height: 60 });
    for (const name of ["exif", "icc", "iptc", "xmp", "orientation"] as const)
      expect(stored[name]).toBeUndefined();
  });

  it("keeps nothing that is hidden behind the picture", async () => {
    const hidden = Buffer.from("<script>alert(1)</script>");
    const file = Buffer.concat([await draw(8, 8).png().toBuffer(), hidden]);
    const { content } = await encodeScreenshot(file);
    expect(Buffer.from(content).includes(hidden)).toBe(false);
  });

  it("is at most 2,560 pixels long", async () => {
    const { width, height } = await encodeScreenshot(await draw(4_000, 1_000).png().toBuffer());
    expect([width, height]).toEqual([2_560, 640]);
  });

  it("is no other file", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const png = await draw(80, 80).png().toBuffer();
    const files = [svg, Buffer.alloc(0), randomBytes(500), Buffer.from("GIF89a"), png.subarray(0, 60)];
    for (const file of [...files, await draw(9, 9).tiff().toBuffer(), await draw(9, 9).gif().toBuffer()])
      await expect(encodeScreenshot(file)).rejects.toMatchObject(CODE);
  });

  it("that claims to be huge is not decoded", async () => {
    const bomb = await draw(8_000, 8_000).png().toBuffer();
    await expect(encodeScreenshot(bomb)).rejects.toMatchObject(CODE);
  });
});
