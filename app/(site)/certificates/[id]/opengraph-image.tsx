import { notFound } from "next/navigation";
import { findCertificate } from "@/lib/db/proof/certificates";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "A passed challenge of Terminal Zero";

/** The preview image of a certificate. The page recomputes the log; the image does not. */
export default async function OpengraphImage({ params }: { params: Promise<{ id: string }> }) {
  const certificate = await findCertificate((await params).id);
  if (!certificate) notFound();
  const { user, planName, endedAt, startedAt } = certificate;
  return drawLinkPicture({
    title: `${user.isListed ? user.displayName : "A trader"} passed ${planName}`,
    line: `Passed on ${(endedAt ?? startedAt).toISOString().slice(0, 10)}, with its sealed log.`,
  });
}
