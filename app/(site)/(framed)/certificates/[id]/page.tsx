import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { CertificateSheet } from "@/components/challenge/certificate-sheet";
import { PrintButton } from "@/components/shell/print-button";
import { readCertificate } from "@/lib/challenge/read-certificate";
import { buildMetadata } from "@/lib/infra/build-metadata";

type Props = { params: Promise<{ id: string }> };

const findCertificate = cache(readCertificate);

/** Reached by link only: not indexed. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("challenge.certificate");
  const { id } = await params;
  const certificate = await findCertificate(id);
  if (!certificate) return { robots: { index: false } };
  const title = t("meta.title", {
    trader: certificate.trader?.name ?? t("aTrader"),
    plan: certificate.planName,
  });
  const description = t("meta.description");
  return {
    ...(await buildMetadata({ title, description, path: `/certificates/${encodeURIComponent(id)}` })),
    robots: { index: false },
  };
}

/** The certificate of a passed challenge. */
export default async function CertificatePage({ params }: Props) {
  const t = await getTranslations("challenge.certificate");
  const certificate = await findCertificate((await params).id);
  if (!certificate) notFound();
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      <div className="flex justify-end">
        <PrintButton label={t("print")} />
      </div>
      <CertificateSheet certificate={certificate} />
    </div>
  );
}
