import type { ReactNode } from "react";
import { ChartSkeleton } from "@/components/terminal/chart/chart-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** The terminal before its width is known. `side`: what is shown beside the market, where there is space. */
export function DeskSkeleton({ side }: { side?: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 gap-1">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex min-h-0 flex-[7] gap-1">
          <Column className="w-[246px] max-xl:hidden" />
          <div className="panel relative flex-1 overflow-hidden">
            <ChartSkeleton />
          </div>
          <Column className="w-[236px] max-xl:hidden" />
        </div>
        <div className="panel flex-[3] max-md:hidden" />
      </div>
      <div className="panel w-[296px] shrink-0 overflow-hidden max-md:hidden">{side}</div>
    </div>
  );
}

function Column({ className }: { className: string }) {
  return (
    <div className={`panel shrink-0 space-y-4 overflow-hidden p-3 ${className}`}>
      {Array.from({ length: 14 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <Skeleton key={index} />
      ))}
    </div>
  );
}
