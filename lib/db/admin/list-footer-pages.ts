import "server-only";
import { getDb } from "@/lib/db/client";
import { reportError } from "@/lib/infra/telemetry/report-error";

const SHOWN = 12;

/** The published pages of the CMS for the footer, the oldest first; none while the database is unavailable. */
export async function listFooterPages(): Promise<{ slug: string; title: string }[]> {
  try {
    return await getDb().cmsPage.findMany({
      where: { kind: "page", publishedAt: { not: null } },
      orderBy: { publishedAt: "asc" },
      select: { slug: true, title: true },
      take: SHOWN,
    });
  } catch (error) {
    reportError("footer-without-pages", error);
    return [];
  }
}
