import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { listPublished } from "@/lib/db/admin/content";
import { getEnv } from "@/lib/infra/env/env";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";
import { listInstruments } from "@/lib/market/reference/instruments";

const PAGES = [
  "/",
  "/pricing",
  "/rules",
  "/parity",
  "/leaderboard",
  "/verify",
  "/status",
  "/api-docs",
  "/docs/api",
  "/help",
  "/terms",
  "/privacy",
  "/contact",
] as const;

/** Public pages, markets, the first hundred traders and the pages of the CMS. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  const { APP_URL } = getEnv();
  const [{ instruments }, pages, board] = await Promise.all([
    listInstruments(),
    listPublished("page"),
    readLeaderboard({ list: "practice", window: "30d", by: "return" }).catch((error) => {
      reportError("sitemap-without-traders", error);
      return { lines: [] };
    }),
  ]);
  return [
    ...PAGES.map((path) => ({ url: `${APP_URL}${path}` })),
    ...instruments.map(({ symbol }) => ({ url: `${APP_URL}/markets/${symbol}` })),
    ...board.lines.map(({ id }) => ({ url: `${APP_URL}/traders/${id}` })),
    ...pages.map(({ slug, updatedAt }) => ({ url: `${APP_URL}/p/${slug}`, lastModified: updatedAt })),
  ];
}
