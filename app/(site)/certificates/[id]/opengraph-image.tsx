import { notFound } from "next/navigation";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import { readCertificate } from "@/lib/prop/read-certificate";

export const dynamic = "force-dynamic";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "A passed challenge of Terminal Zero";

/** The picture that a link to a certificate is shown with. */
export default async function OpengraphImage({ params }: { params: Promise<{ id: string }> }) {
  const certificate = await readCertificate((await params).id);
  if (!certificate) notFound();
  return drawLinkPicture({
    title: `${certificate.trader?.name ?? "A trader"} passed ${certificate.planName}`,
    line: `Recomputed from the sealed log, ${certificate.endedAt.slice(0, 10)}.`,
  });
}
