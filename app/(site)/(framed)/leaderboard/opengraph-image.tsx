import { getTranslations } from "next-intl/server";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";
import messages from "@/messages/en.json";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.leaderboard.board.preview.alt;

/** The preview image of the leaderboard. */
export default async function OpengraphImage() {
  const t = await getTranslations("leaderboard.board.preview");
  const { ranked } = await readLeaderboard({ list: "practice", window: "30d", by: "return" });
  return drawLinkPicture({
    title: t("title"),
    line: ranked > 0 ? t("ranked", { ranked: String(ranked) }) : t("line"),
  });
}
