import type { Metadata } from "next";
import { Prose } from "@/components/shell/prose";
import { SiteFrame } from "@/components/shell/site-frame";
import { listPublished } from "@/lib/db/admin/content";
import { describePage } from "@/lib/infra/describe-page";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { checkHealth } from "@/lib/market/reference/check-health";

export const dynamic = "force-dynamic";

export function generateMetadata(): Promise<Metadata> {
  return describePage({
    title: "Status",
    description: "Whether the market feed, the database and the order queue of Terminal Zero work right now.",
    path: "/status",
  });
}

/** Current status of the service, and recent incidents. */
export default async function StatusPage() {
  const [health, incidents] = await Promise.all([
    checkHealth(),
    listPublished("incident").catch((error) => {
      reportError("incidents-unreadable", error);
      return [];
    }),
  ]);
  const parts = [
    {
      name: "Market feed",
      isUp: health.feed.state === "live",
      note: `${health.feed.source}: ${health.feed.state}`,
    },
    { name: "Accounts and orders", isUp: health.database.ok, note: health.database.ok ? "works" : "away" },
    { name: "Live updates", isUp: health.redis.ok, note: health.redis.ok ? "work" : "away" },
  ];
  const isAllUp = parts.every(({ isUp }) => isUp);
  return (
    <SiteFrame>
      <h1 className="mb-4 font-semibold text-2xl">{isAllUp ? "Everything works" : "Something is wrong"}</h1>
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
      <h2 className="mb-2 font-semibold text-lg">Incidents</h2>
      {incidents.length === 0 && <p className="text-sm text-text-2">None has been reported.</p>}
      {incidents.map((incident) => (
        <article key={incident.slug} className="panel mb-3 p-4">
          <h3 className="font-medium text-sm">
            {incident.title} · {incident.resolvedAt ? "resolved" : "open"}
          </h3>
          <p className="text-text-3 text-xs">{incident.publishedAt?.toISOString().slice(0, 16)} UTC</p>
          <Prose markdown={incident.body} />
        </article>
      ))}
    </SiteFrame>
  );
}
