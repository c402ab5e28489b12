import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { serveLinkPicture } from "@/lib/infra/serve-link-picture";

/** Must equal the size that each page's image file exports for Next. */
const LINK_PICTURE_SIZE = { width: 1200, height: 630 };

/** Bars of the image: decorative, without market data. */
const BARS = Array.from({ length: 34 }, (_, index) => ({
  bottom: 60 + 90 * Math.sin(index / 5) + index * 3,
  height: 40 + 34 * Math.abs(Math.sin(index * 1.7)),
  isUp: Math.sin(index * 2.3) > -0.2,
}));

/** The preview image of a page's link: a short title, and a line below it. */
export function drawLinkPicture(words: { title: string; line: string }): Promise<Response> {
  return serveLinkPicture(words, () => draw(words));
}

async function draw(words: { title: string; line: string }): Promise<ImageResponse> {
  const [regular, bold] = await Promise.all([
    readFile(join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans/Geist-Regular.ttf")),
    readFile(join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans/Geist-SemiBold.ttf")),
  ]);
  return new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        background: "#020617",
        color: "#f1f5f9",
        padding: 72,
        position: "relative",
        fontFamily: "Geist",
      }}
    >
      {BARS.map((bar, index) => (
        <div
          key={bar.bottom}
          style={{
            position: "absolute",
            left: 40 + index * 33,
            bottom: bar.bottom,
            width: 16,
            height: bar.height,
            background: bar.isUp ? "#34d39940" : "#fb718540",
          }}
        />
      ))}
      <div style={{ display: "flex", flexDirection: "column", justifyContent: "space-between" }}>
        <div style={{ display: "flex", fontSize: 40, color: "#22d3ee" }}>Terminal Zero</div>
        <div style={{ display: "flex", flexDirection: "column" }}>
          <div style={{ fontSize: 76, fontWeight: 600, lineHeight: 1.1, maxWidth: 1_000 }}>{words.title}</div>
          <div style={{ fontSize: 32, marginTop: 28, color: "#a3b1c6", maxWidth: 1_000 }}>{words.line}</div>
        </div>
      </div>
    </div>,
    {
      ...LINK_PICTURE_SIZE,
      fonts: [
        { name: "Geist", data: regular, weight: 400 },
        { name: "Geist", data: bold, weight: 600 },
      ],
    },
  );
}
