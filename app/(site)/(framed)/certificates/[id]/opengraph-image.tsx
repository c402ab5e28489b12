import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findCertificate } from "@/lib/db/proof/certificates";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import messages from "@/messages/en.json";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.challenge.certificate.preview.alt;

/** The preview image of a certificate. The page recomputes the log; the image does not. */
export default async function OpengraphImage({ params }: { params: Promise<{ id: string }> }) {
  const t = await getTranslations("challenge.certificate");
  const certificate = await findCertificate((await params).id);
  if (!certificate) notFound();
  const { user, planName, endedAt, startedAt } = certificate;
  return drawLinkPicture({
    title: t("preview.title", { trader: user.isListed ? user.displayName : t("aTrader"), plan: planName }),
    line: t("preview.line", { day: (endedAt ?? startedAt).toISOString().slice(0, 10) }),
  });
}
