import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findTrader } from "@/lib/db/queries/users/find-trader";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import messages from "@/messages/en.json";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.leaderboard.trader.preview.alt;

/** The preview image of a listed trader. */
export default async function OpengraphImage({ params }: { params: Promise<{ id: string }> }) {
  const t = await getTranslations("leaderboard.trader.preview");
  const trader = await findTrader((await params).id);
  if (!trader) notFound();
  const { trades, certificates } = trader;
  const passed = certificates.length;
  return drawLinkPicture({
    title: trader.name,
    line: passed === 0 ? t("trades", { trades }) : t("tradesAndPasses", { trades, passed }),
  });
}
