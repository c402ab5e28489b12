import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

/** A status message; announced when it appears. */
export function Notice({ tone, children }: { tone: "warn" | "good"; children: ReactNode }) {
  return (
    <p
      role={tone === "warn" ? "alert" : "status"}
      className={cn(
        "rounded border px-3 py-2 text-[13px]",
        tone === "warn" ? "border-warn/40 text-warn" : "border-accent/40 text-text",
      )}
    >
      {children}
    </p>
  );
}
