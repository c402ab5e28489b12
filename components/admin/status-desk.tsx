"use client";

import useSWR from "swr";
import { DataTable } from "@/components/admin/data-table";
import { SettleDesk } from "@/components/admin/settle-desk";
import { showTime } from "@/components/admin/show-time";
import { SwitchDesk } from "@/components/admin/switch-desk";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { cn } from "@/lib/client/cn";

/** How often the operators' view polls, in ms; traders' pages never poll. */
const REFRESH_MS = 5_000;

type Part = { ok: true; latencyMs: number } | { ok: false; error: string };
type Status = {
  health: {
    feed: {
      state: string;
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
  queue: {
    depth: number;
    oldestMs: number | null;
    matched: number;
    latencyP50Ms: number | null;
    latencyP95Ms: number | null;
  };
  serverTimeMs: number;
};

const showMs = (ms: number | null) => (ms === null ? "–" : `${Math.round(ms).toLocaleString("en")} ms`);
const showPart = (part: Part) => (part.ok ? showMs(part.latencyMs) : part.error);

/** Current status of feed, queue, database, Redis and jobs, and the switches. */
export function StatusDesk() {
  const { data, error, mutate } = useSWR<Status>("/api/admin/status", (url: string) => send("GET", url), {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
  });
  if (error instanceof RequestError && !data) return <p role="alert">{error.message}</p>;
  if (!data) return <p className="text-text-2 text-xs">Loading…</p>;
  const { health, queue } = data;
  const figures = [
    {
      name: "Feed",
      value: health.feed.state,
      note: `${health.feed.source}, ${showMs(health.feed.ageMs)} old`,
      isBad: health.feed.state !== "live",
    },
    { name: "Database", value: showPart(health.database), isBad: !health.database.ok },
    { name: "Redis", value: showPart(health.redis), isBad: !health.redis.ok },
    {
      name: "Orders waiting",
      value: String(queue.depth),
      note: `oldest ${showMs(queue.oldestMs)}`,
      isBad: (queue.oldestMs ?? 0) > 5_000,
    },
    {
      name: "Click to fill, p50",
      value: showMs(queue.latencyP50Ms),
      note: `${queue.matched} in the last hour`,
    },
    { name: "Click to fill, p95", value: showMs(queue.latencyP95Ms) },
    { name: "Streams here", value: String(health.feed.viewers) },
    {
      name: "Frames dropped",
      value: String(health.feed.dropped ?? "–"),
      note: health.feed.rejected.join(", "),
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">Status</h1>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {figures.map(({ name, value, note, isBad }) => (
          <div key={name} className="panel p-3">
            <dt className="text-text-3 text-xs">{name}</dt>
            <dd className={cn("font-mono text-base tabular-nums", isBad && "text-down")}>{value}</dd>
            {note && <dd className="truncate text-text-2 text-xs">{note}</dd>}
          </div>
        ))}
      </dl>
      <SwitchDesk on={data.switches} onChange={() => void mutate()} />
      <SettleDesk held={health.delistedPositions} onChange={() => void mutate()} />
      <DataTable
        label="Scheduled jobs"
        rows={data.runs}
        keyOf={(run) => run.name}
        empty="No job has run yet."
        columns={[
          { name: "Job", cell: (run) => run.name },
          {
            name: "Last run (UTC)",
            cell: (run) => <span className="font-mono">{showTime(run.startedAt)}</span>,
          },
          { name: "Took", isNumber: true, cell: (run) => showMs(run.durationMs) },
          {
            name: "Outcome",
            cell: (run) => <span className={run.ok ? "" : "text-down"}>{run.ok ? "done" : "failed"}</span>,
          },
          {
            name: "Detail",
            cell: (run) => <span className="font-mono text-text-2">{JSON.stringify(run.detail)}</span>,
          },
        ]}
      />
    </div>
  );
}
