import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

/** A titled panel of a page. */
export function Panel(props: { title: string; note?: ReactNode; className?: string; children: ReactNode }) {
  return (
    <section className={cn("panel flex flex-col gap-3 p-4", props.className)}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="font-semibold text-sm">{props.title}</h2>
        {props.note && <p className="text-text-3 text-xs">{props.note}</p>}
      </div>
      {props.children}
    </section>
  );
}
