import { notFound } from "next/navigation";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import { listInstruments } from "@/lib/market/reference/instruments";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "A market of Terminal Zero";

/** The preview image of a market, without a price: images are cached for days. */
export default async function OpengraphImage({ params }: { params: Promise<{ symbol: string }> }) {
  const { symbol } = await params;
  const { instruments } = await listInstruments();
  const instrument = instruments.find((one) => one.symbol === symbol);
  if (!instrument) notFound();
  return drawLinkPicture({
    title: `${instrument.baseCoin} against ${instrument.quoteCoin}`,
    line: `The ${symbol} perpetual: live chart and book, simulated money.`,
  });
}
