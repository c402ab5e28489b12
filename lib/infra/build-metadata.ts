import "server-only";
import type { Metadata } from "next";
import { connection } from "next/server";
import { getEnv } from "@/lib/infra/env/env";

/**
 * Metadata of a public page for search engines and link previews. `path` is its canonical path;
 * `isWholeTitle`: the title already contains the product's name.
 */
export async function buildMetadata(page: {
  title: string;
  description: string;
  path: string;
  isWholeTitle?: boolean;
}): Promise<Metadata> {
  // The URL of this deployment is known at run time, not at build time.
  await connection();
  const { title, description, path, isWholeTitle } = page;
  return {
    metadataBase: new URL(getEnv().APP_URL),
    title: isWholeTitle ? { absolute: title } : title,
    description,
    alternates: { canonical: path },
    openGraph: { type: "website", url: path, siteName: "Terminal Zero", title, description },
    twitter: { card: "summary_large_image", title, description },
  };
}
