import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Prose } from "@/components/shell/text/prose";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { listPublished } from "@/lib/db/admin/content";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { checkHealth } from "@/lib/market/reference/check-health";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.status");
  return buildMetadata({
    title: t("title"),
    description: t("meta.description"),
    path: "/status",
  });
}

/** Current status of the service, and recent incidents. */
export default async function StatusPage() {
  const t = await getTranslations("site.status");
  const formats = formatsOf(await getLocale());
  const tCommon = await getTranslations("common");
  const [health, incidents] = await Promise.all([
    checkHealth(),
    listPublished("incident").catch((error) => {
      reportError("incidents-unreadable", error);
      return [];
    }),
  ]);
  const parts = [
    {
      name: t("feed"),
      isUp: health.feed.state === "live",
      note: t("feedNote", { source: health.feed.source, state: t(`feedStates.${health.feed.state}`) }),
    },
    { name: t("accounts"), isUp: health.database.ok, note: t(health.database.ok ? "up" : "down") },
    { name: t("updates"), isUp: health.redis.ok, note: t(health.redis.ok ? "up" : "down") },
  ];
  const isAllUp = parts.every(({ isUp }) => isUp);
  return (
    <>
      <h1 className="mb-4 font-semibold text-2xl">{t(isAllUp ? "allUp" : "someDown")}</h1>
      <ul className="panel mb-8 divide-y divide-line text-sm">
        {parts.map(({ name, isUp, note }) => (
          <li key={name} className="flex items-center gap-3 px-4 py-3">
            <span aria-hidden className={isUp ? "text-up" : "text-down"}>
              {isUp ? "●" : "▲"}
            </span>
            <span className="flex-1">{name}</span>
            <span className="text-text-2">{note}</span>
          </li>
        ))}
      </ul>
      <h2 className="mb-2 font-semibold text-lg">{t("incidents")}</h2>
      {incidents.length === 0 && <p className="text-sm text-text-2">{t("noIncidents")}</p>}
      {incidents.map((incident) => (
        <article key={incident.slug} className="panel mb-3 p-4">
          <h3 className="font-medium text-sm">
            {t(incident.resolvedAt ? "resolved" : "ongoing", { title: incident.title })}
          </h3>
          <p className="text-text-3 text-xs">
            {tCommon("utc", { time: formats.minute(incident.publishedAt?.getTime() ?? 0) })}
          </p>
          <Prose markdown={incident.body} />
        </article>
      ))}
    </>
  );
}
