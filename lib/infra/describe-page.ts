import "server-only";
import type { Metadata } from "next";
import { connection } from "next/server";
import { getEnv } from "@/lib/infra/env/env";

/**
 * What search engines and links say of a public page. `path` is the page's one address; `isWholeTitle`: the product's
 * name is in the title already.
 */
export async function describePage(page: {
  title: string;
  description: string;
  path: string;
  isWholeTitle?: boolean;
}): Promise<Metadata> {
  // The address of this deployment is known when it runs, not when it is built.
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
