import "server-only";
import { LEGAL_DOCUMENTS, LEGAL_VERSIONS, type LegalDocument } from "@/lib/core/legal-documents";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** Stores that a user accepts the legal texts as they stand. */
export async function insertConsents(
  tx: Prisma.TransactionClient,
  userId: string,
  acceptedAt: Date,
): Promise<void> {
  await tx.consent.createMany({
    data: LEGAL_DOCUMENTS.map((document) => ({
      userId,
      document,
      version: LEGAL_VERSIONS[document],
      acceptedAt,
    })),
  });
}

/** The legal texts that a user accepted, oldest first. */
export async function listConsents(
  userId: string,
): Promise<{ document: LegalDocument; version: number; acceptedAt: string }[]> {
  const rows = await getDb().consent.findMany({
    where: { userId },
    orderBy: [{ acceptedAt: "asc" }, { document: "desc" }],
  });
  return rows.map(({ document, version, acceptedAt }) => ({
    document: document as LegalDocument,
    version,
    acceptedAt: acceptedAt.toISOString(),
  }));
}
