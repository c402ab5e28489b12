"use client";

import { useTranslations } from "next-intl";
import useSWR from "swr";
import { AdminTable } from "@/components/admin/admin-table";
import { FlagDesk, type FlagLine } from "@/components/admin/desks/flag-desk";
import { SettleDesk } from "@/components/admin/desks/settle-desk";
import { SwitchDesk } from "@/components/admin/desks/switch-desk";
import { formatDetails } from "@/components/admin/format-details";
import { showTime } from "@/components/admin/show-time";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { cn } from "@/lib/client/cn";
import { formatFixed, NO_VALUE } from "@/lib/client/format";

/** How often the operators' view polls, in ms; traders' pages never poll. */
const REFRESH_MS = 5_000;

type Part = { ok: true; latencyMs: number } | { ok: false; error: string };
type Status = {
  health: {
    feed: {
      state: "live" | "slow" | "stale" | "starting";
      ageMs: number | null;
      source: string;
      viewers: number;
      dropped: number | null;
      rejected: string[];
    };
    database: Part;
    redis: Part;
    delistedPositions: string[];
  };
  runs: { name: string; startedAt: string; durationMs: number; ok: boolean; detail: unknown }[];
  switches: string[];
  flags: FlagLine[];
  errors: { event: string; route: string; message: string; count: number; firstAt: string; lastAt: string }[];
  slowJobs: { id: string; name: string; startedAt: string; durationMs: number }[];
  queue: {
    depth: number;
    oldestMs: number | null;
    matched: number;
    latencyP50Ms: number | null;
    latencyP95Ms: number | null;
  };
  serverTimeMs: number;
};

/** Current status of feed, queue, database, Redis and jobs, and the switches. */
export function StatusDesk() {
  const t = useTranslations("admin.status");
  const tCommon = useTranslations("common");
  const { data, error, mutate } = useSWR<Status>("/api/admin/status", (url: string) => send("GET", url), {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
  });
  const showMs = (ms: number | null) => (ms === null ? NO_VALUE : t("ms", { ms: formatFixed(ms, 0) }));
  const showPart = (part: Part) => (part.ok ? showMs(part.latencyMs) : part.error);
  if (error instanceof RequestError && !data) return <p role="alert">{error.message}</p>;
  if (!data) return <p className="text-text-2 text-xs">{tCommon("loading")}</p>;
  const { health, queue } = data;
  const figures = [
    {
      name: t("feed"),
      value: t(`feedStates.${health.feed.state}`),
      note: t("feedNote", { source: health.feed.source, age: showMs(health.feed.ageMs) }),
      isBad: health.feed.state !== "live",
    },
    { name: t("database"), value: showPart(health.database), isBad: !health.database.ok },
    { name: t("redis"), value: showPart(health.redis), isBad: !health.redis.ok },
    {
      name: t("ordersWaiting"),
      value: String(queue.depth),
      note: t("oldest", { age: showMs(queue.oldestMs) }),
      isBad: (queue.oldestMs ?? 0) > 5_000,
    },
    {
      name: t("p50"),
      value: showMs(queue.latencyP50Ms),
      note: t("matched", { count: formatFixed(queue.matched, 0) }),
    },
    { name: t("p95"), value: showMs(queue.latencyP95Ms) },
    { name: t("streams"), value: String(health.feed.viewers) },
    {
      name: t("dropped"),
      value: formatFixed(health.feed.dropped, 0),
      note: health.feed.rejected.join(", "),
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">{t("title")}</h1>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {figures.map(({ name, value, note, isBad }) => (
          <div key={name} className="panel p-3">
            <dt className="text-text-3 text-xs">{name}</dt>
            <dd className={cn("font-mono text-base tabular-nums", isBad && "text-down")}>{value}</dd>
            {note && <dd className="break-words text-text-2 text-xs">{note}</dd>}
          </div>
        ))}
      </dl>
      <SwitchDesk on={data.switches} onChange={() => void mutate()} />
      <FlagDesk flags={data.flags} onChange={() => void mutate()} />
      <SettleDesk symbols={health.delistedPositions} onChange={() => void mutate()} />
      <h2 className="font-medium text-sm">{t("jobs")}</h2>
      <AdminTable
        label={t("jobs")}
        rows={data.runs}
        keyOf={(run) => run.name}
        empty={t("noJobs")}
        columns={[
          { name: t("job"), cell: (run) => run.name },
          {
            name: t("lastRun"),
            cell: (run) => <span className="font-mono">{showTime(run.startedAt)}</span>,
          },
          { name: t("took"), isNumber: true, cell: (run) => showMs(run.durationMs) },
          {
            name: t("outcome"),
            cell: (run) => <span className={run.ok ? "" : "text-down"}>{t(run.ok ? "done" : "failed")}</span>,
          },
          {
            name: t("detail"),
            cell: (run) => (
              <span className="whitespace-normal break-words font-mono text-text-2">
                {formatDetails(run.detail)}
              </span>
            ),
          },
        ]}
      />
      <h2 className="font-medium text-sm">{t("slowJobs")}</h2>
      <AdminTable
        label={t("slowJobs")}
        rows={data.slowJobs}
        keyOf={(run) => run.id}
        empty={t("noSlowJobs")}
        columns={[
          { name: t("job"), cell: (run) => run.name },
          { name: t("started"), cell: (run) => <span className="font-mono">{showTime(run.startedAt)}</span> },
          { name: t("took"), isNumber: true, cell: (run) => showMs(run.durationMs) },
        ]}
      />
      <h2 className="font-medium text-sm">{t("errors")}</h2>
      <AdminTable
        label={t("errors")}
        rows={data.errors}
        keyOf={(one) => `${one.event} ${one.route}`}
        empty={t("noErrors")}
        columns={[
          { name: t("error"), cell: (one) => one.event },
          { name: t("where"), cell: (one) => one.route || NO_VALUE },
          {
            name: t("message"),
            cell: (one) => <span className="whitespace-normal break-words">{one.message}</span>,
          },
          { name: t("count"), isNumber: true, cell: (one) => formatFixed(one.count, 0) },
          { name: t("firstSeen"), cell: (one) => <span className="font-mono">{showTime(one.firstAt)}</span> },
          { name: t("lastSeen"), cell: (one) => <span className="font-mono">{showTime(one.lastAt)}</span> },
        ]}
      />
    </div>
  );
}
