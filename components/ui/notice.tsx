import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

const TONES = {
  bad: "border-down/40 text-down",
  warn: "border-warn/40 text-warn",
  good: "border-accent/40 text-text",
} as const;

/** A status message; announced when it appears. */
export function Notice({ tone, children }: { tone: "bad" | "warn" | "good"; children: ReactNode }) {
  return (
    <p
      role={tone === "good" ? "status" : "alert"}
      className={cn("rounded border px-3 py-2 text-[13px]", TONES[tone])}
    >
      {children}
    </p>
  );
}
