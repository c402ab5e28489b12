import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { listPublished } from "@/lib/db/content";
import { getEnv } from "@/lib/infra/env";
import { listInstruments } from "@/lib/market/instruments";

/** Public pages, markets and the pages of the CMS. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  const { APP_URL } = getEnv();
  const [{ instruments }, pages] = await Promise.all([listInstruments(), listPublished("page")]);
  return [
    ...["/", "/pricing", "/rules", "/leaderboard", "/verify", "/status", "/api-docs"].map((path) => ({
      url: `${APP_URL}${path}`,
    })),
    ...instruments.map(({ symbol }) => ({ url: `${APP_URL}/markets/${symbol}` })),
    ...pages.map(({ slug, updatedAt }) => ({ url: `${APP_URL}/p/${slug}`, lastModified: updatedAt })),
  ];
}
