"use client";

import useSWR from "swr";
import { getJson } from "@/lib/client/api/market-api";
import { cn } from "@/lib/client/cn";

type Line = { id: string; level: "info" | "warning" | "critical"; text: string };

/** The operators' announcements, above the page; renders nothing without any. */
export function Announcements({ className }: { className?: string }) {
  const { data } = useSWR<{ announcements: Line[] }>("/api/announcements", (url: string) => getJson(url), {
    revalidateOnFocus: false,
    shouldRetryOnError: false,
  });
  return data?.announcements.map(({ id, level, text }) => (
    <p
      key={id}
      role={level === "critical" ? "alert" : "status"}
      className={cn(
        "rounded border px-3 py-2 text-xs",
        level === "info" ? "border-line-strong" : "border-warn text-warn",
        className,
      )}
    >
      {text}
    </p>
  ));
}
