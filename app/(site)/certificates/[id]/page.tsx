import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CertificateSheet } from "@/components/challenge/certificate-sheet";
import { PrintButton } from "@/components/shell/print-button";
import { SiteFrame } from "@/components/shell/site-frame";
import { readCertificate } from "@/lib/challenge/read-certificate";
import { describePage } from "@/lib/infra/describe-page";

type Props = { params: Promise<{ id: string }> };

const findCertificate = cache(readCertificate);

/** Reached by link only: not indexed. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const certificate = await findCertificate(id);
  if (!certificate) return { robots: { index: false } };
  const title = `${certificate.trader?.name ?? "A trader"} passed ${certificate.planName}`;
  const description =
    "A challenge passed with simulated money on live prices, recomputed from its sealed log.";
  return {
    ...(await describePage({ title, description, path: `/certificates/${encodeURIComponent(id)}` })),
    robots: { index: false },
  };
}

/** The certificate of a passed challenge. */
export default async function CertificatePage({ params }: Props) {
  const certificate = await findCertificate((await params).id);
  if (!certificate) notFound();
  return (
    <SiteFrame>
      <div className="mx-auto flex max-w-3xl flex-col gap-4">
        <div className="flex justify-end">
          <PrintButton />
        </div>
        <CertificateSheet certificate={certificate} />
      </div>
    </SiteFrame>
  );
}
