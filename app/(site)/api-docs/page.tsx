import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { buildOpenApi } from "@/lib/http/build-open-api";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { getEnv } from "@/lib/infra/env/env";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.apiDocs");
  return buildMetadata({
    title: t("title"),
    description: t("meta.description"),
    path: "/api-docs",
  });
}

type Operation = {
  summary?: string;
  description?: string;
  parameters?: { name?: string; in?: string; required?: boolean }[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
};

/** The API reference; `/api/openapi.json` is the machine-readable form. */
export default function ApiDocsPage() {
  const t = useTranslations("site.apiDocs");
  const { paths = {}, info } = buildOpenApi(getEnv().APP_URL);
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, call]) => ({ path, method, call })),
  );
  return (
    <main className="mx-auto flex max-w-4xl flex-col gap-4 p-6">
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <p className="text-[13px] text-text-2">{info.description}</p>
      <a href="/api/openapi.json" className="self-start rounded text-[13px] text-accent underline">
        {t("openapi")}
      </a>
      <Link href="/docs/api" className="self-start rounded text-[13px] text-accent underline">
        {t("programs")}
      </Link>
      {calls.map(({ path, method, call }) => (
        <section key={`${method} ${path}`} className="panel flex flex-col gap-2 p-4">
          <h2 className="num text-[13px]">
            <span className="text-accent">{method.toUpperCase()}</span> {path}
          </h2>
          <p className="text-[13px] text-text-2">
            {call.summary} <span className="text-text-3">{call.description}</span>
          </p>
          {(call.parameters?.length ?? 0) > 0 && (
            <p className="num text-text-3 text-xs">
              {call.parameters
                ?.map(({ name, in: place, required }) => `${place} ${name}${required ? "" : "?"}`)
                .join(" · ")}
            </p>
          )}
          {call.requestBody && (
            <details className="text-xs">
              <summary className="cursor-pointer text-text-2">{t("body")}</summary>
              {/* Focusable, so that a keyboard can scroll it. */}
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
              <pre tabIndex={0} className="num mt-2 overflow-auto text-text-2">
                {JSON.stringify(call.requestBody.content?.["application/json"]?.schema, null, 2)}
              </pre>
            </details>
          )}
        </section>
      ))}
    </main>
  );
}
