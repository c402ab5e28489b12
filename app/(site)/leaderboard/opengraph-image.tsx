import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "The leaderboard of Terminal Zero";

/** The preview image of the leaderboard. */
export default async function OpengraphImage() {
  const { ranked } = await readLeaderboard({ list: "practice", window: "30d", by: "return" });
  return drawLinkPicture({
    title: "The hundred best traders",
    line:
      ranked > 0
        ? `${ranked} ranked over 30 days, by return and by risk.`
        : "By profit, by return and by risk.",
  });
}
