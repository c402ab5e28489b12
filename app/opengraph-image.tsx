import { drawLinkPicture } from "@/lib/infra/draw-link-picture";

export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "Terminal Zero: practise crypto perpetuals on live prices";

/** The default preview image. */
export default function OpengraphImage() {
  return drawLinkPicture({
    title: "Practise perpetuals before they cost you",
    line: "Live prices. Simulated money. Every fill with its evidence.",
  });
}
