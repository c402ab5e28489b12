import "server-only";
import type { Metadata } from "next";
import { getEnv } from "@/lib/infra/env";

/** What search engines and links to a public page say of it. `path` is the page's one address. */
export function describePage(page: { title: string; description: string; path: string }): Metadata {
  const { title, description, path } = page;
  return {
    metadataBase: new URL(getEnv().APP_URL),
    title,
    description,
    alternates: { canonical: path },
    openGraph: { type: "website", url: path, siteName: "Terminal Zero", title, description },
    twitter: { card: "summary_large_image", title, description },
  };
}
