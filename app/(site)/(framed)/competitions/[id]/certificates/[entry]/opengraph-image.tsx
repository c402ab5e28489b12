import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { readCompetitionCertificate } from "@/lib/competitions/read-competition-certificate";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import messages from "@/messages/en.json";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.competitions.certificate.alt;

type Props = { params: Promise<{ id: string; entry: string }> };

/** The preview image of a result. */
export default async function OpengraphImage({ params }: Props) {
  const t = await getTranslations("competitions");
  const formats = formatsOf(await getLocale());
  const { id, entry } = await params;
  const found = await readCompetitionCertificate(id, entry);
  if (!found) notFound();
  const { competition, trader, rank, exclusion, change } = found;
  const result =
    rank === null
      ? t(`exclusion.${exclusion ?? "trades"}`)
      : t("certificate.rank", { rank: String(rank), entries: String(competition.entries) });
  return drawLinkPicture({
    title: t("certificate.title", {
      trader: trader ?? t("certificate.aTrader"),
      competition: competition.name,
    }),
    line: t("certificate.line", { result, change: formats.percent(change) }),
  });
}
