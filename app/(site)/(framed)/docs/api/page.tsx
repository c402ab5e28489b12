import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Prose } from "@/components/shell/text/prose";
import { buildMetadata } from "@/lib/infra/build-metadata";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.tradingByProgram");
  return buildMetadata({ title: t("title"), description: t("meta.description"), path: "/docs/api" });
}

const LINK = "rounded text-accent underline";

/** How programs trade here: the document of the repository, which is copied with the server's files. */
export default async function TradingByProgramPage() {
  const t = await getTranslations("site.tradingByProgram");
  const markdown = await readFile(join(process.cwd(), "docs", "bots.md"), "utf8");
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-x-4 text-[13px]">
        <a href="/api/openapi-v5.json" className={LINK}>
          {t("openapi")}
        </a>
        <Link href="/api-docs" className={LINK}>
          {t("ownApi")}
        </Link>
        <Link href="/settings" className={LINK}>
          {t("settings")}
        </Link>
      </p>
      <Prose markdown={markdown} />
    </div>
  );
}
