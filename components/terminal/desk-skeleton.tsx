import { ChartSkeleton } from "@/components/chart/chart-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** The desk's layout before the browser has said how wide it is. */
export function DeskSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 gap-1">
      <Column className="w-[312px] max-xl:hidden" />
      <div className="panel relative flex-1 overflow-hidden">
        <ChartSkeleton />
      </div>
      <Column className="w-[290px] max-md:hidden" />
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
