import { notFound } from "next/navigation";
import { findTrader } from "@/lib/db/queries/traders";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "A trader of Terminal Zero";

/** The preview image of a listed trader. */
export default async function OpengraphImage({ params }: { params: Promise<{ id: string }> }) {
  const trader = await findTrader((await params).id);
  if (!trader) notFound();
  const { trades, certificates } = trader;
  const passed = certificates.length === 0 ? "" : `, ${certificates.length} passed challenges`;
  return drawLinkPicture({
    title: trader.name,
    line: `${trades} closed trades${passed}, from the sealed log.`,
  });
}
