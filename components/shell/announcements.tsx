"use client";

import { getJson } from "@/lib/client/api/market-api";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
import { cn } from "@/lib/client/cn";

const URL = "/api/announcements";

type Line = { id: string; level: "info" | "warning" | "critical"; text: string };

/** The operators' announcements, above the page; renders nothing without any. */
export function Announcements({ className }: { className?: string }) {
  const { data } = useSharedRead(URL, () => getJson<{ announcements: Line[] }>(URL), { isConstant: true });
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
