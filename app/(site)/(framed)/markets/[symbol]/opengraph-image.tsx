import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import { listInstruments } from "@/lib/market/reference/instruments";
import messages from "@/messages/en.json";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.site.market.preview.alt;

/** The preview image of a market, without a price: images are cached for days. */
export default async function OpengraphImage({ params }: { params: Promise<{ symbol: string }> }) {
  const t = await getTranslations("site.market.preview");
  const { symbol } = await params;
  const { instruments } = await listInstruments();
  const instrument = instruments.find((one) => one.symbol === symbol);
  if (!instrument) notFound();
  return drawLinkPicture({
    title: t("title", { base: instrument.baseCoin, quote: instrument.quoteCoin }),
    line: t("line", { symbol }),
  });
}
