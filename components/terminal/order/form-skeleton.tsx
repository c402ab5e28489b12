import { Skeleton } from "@/components/ui/skeleton";

/** The form's place while it or its portfolio is on the way. */
export function FormSkeleton() {
  return (
    <div role="status" aria-label="Loading the order form" className="grid gap-3 bg-panel p-3">
      {Array.from({ length: 9 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <Skeleton key={index} className="h-7" />
      ))}
    </div>
  );
}
