"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { ChartSkeleton } from "@/components/terminal/chart/chart-skeleton";
import { Button } from "@/components/ui/button";
import { explainError } from "@/lib/client/api/explain-error";

/** Shown over the chart while it is empty, and the loading state of older history. */
export function ChartOverlay({ session, symbol }: { session: ChartSession; symbol: string }) {
  const t = useTranslations("chart");
  const common = useTranslations("common");
  const errors = useTranslations("common.error");
  const state = useSyncExternalStore(session.subscribeState, session.readState, session.readState);
  if (state.status === "loading") return <ChartSkeleton />;
  if (state.status === "error") {
    return (
      <div
        role="alert"
        className="absolute inset-0 z-20 grid place-content-center gap-3 bg-panel p-6 text-center"
      >
        <p className="font-medium text-sm">{t("failed")}</p>
        <p className="max-w-sm text-text-2 text-xs">{explainError(state.error, errors)}</p>
        <Button variant="outline" className="mx-auto" onClick={() => session.retry()}>
          {common("tryAgain")}
        </Button>
      </div>
    );
  }
  if (state.status === "empty") {
    return (
      <div className="absolute inset-0 z-20 grid place-content-center gap-1 bg-panel p-6 text-center">
        <p className="font-medium text-sm">{t("empty")}</p>
        <p className="max-w-sm text-text-2 text-xs">{t("emptyText", { symbol })}</p>
      </div>
    );
  }
  if (state.isOpenMissing) return <EdgeNote text={t("newestMissing")} />;
  if (state.older === "loading") return <EdgeNote text={t("loadingOlder")} />;
  if (state.older === "error") return <EdgeNote text={t("olderFailed")} />;
  return null;
}

function EdgeNote({ text }: { text: string }) {
  return (
    <p
      role="status"
      className="appear absolute bottom-10 left-2 z-10 rounded bg-raised px-2 py-1 text-[11px] text-text-2"
    >
      {text}
    </p>
  );
}
