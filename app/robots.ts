import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { getEnv } from "@/lib/infra/env/env";

/** Public pages may be indexed, nothing behind a login. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  await connection();
  const { APP_URL } = getEnv();
  const disallow = [
    "/api/",
    "/admin",
    "/settings",
    "/billing",
    "/journal",
    "/imports",
    "/challenges",
    "/mailbox",
  ];
  return { rules: { userAgent: "*", allow: "/", disallow }, sitemap: `${APP_URL}/sitemap.xml` };
}
