import type { ReactNode } from "react";

/** The empty state: what the table would contain and how to fill it. */
export function EmptyTable({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid h-full min-h-24 place-content-center gap-1 p-4 text-center text-xs">
      <p className="font-medium text-text-2">{title}</p>
      <p className="max-w-md text-text-3">{children}</p>
    </div>
  );
}
