import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** Placeholder while the form or its portfolio is loading. */
export function FormSkeleton() {
  const t = useTranslations("terminal.ticket");
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-3 bg-panel p-3">
      {Array.from({ length: 9 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <Skeleton key={index} className="h-7" />
      ))}
    </div>
  );
}
