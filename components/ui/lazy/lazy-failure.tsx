import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

/** Says that a part of the page could not be loaded, with a button to try again. */
export function LazyFailure(props: { place: "inline" | "corner"; onRetry: () => void }) {
  const t = useTranslations("common");
  const isCorner = props.place === "corner";
  return (
    <div
      role="alert"
      className={cn(
        "flex flex-wrap items-center justify-center gap-3 p-4 text-text-2 text-xs",
        isCorner ? "panel fixed right-4 bottom-4 z-50 border-line-strong" : "h-full content-center bg-panel",
      )}
    >
      <span>{t("notLoaded")}</span>
      <Button variant="outline" onClick={props.onRetry}>
        {t("tryAgain")}
      </Button>
    </div>
  );
}
