"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { reportClientError } from "@/lib/client/api/report-client-error";

/** Without the button and the mark of the other pages, which each of them would load a second time with this one. */
const BUTTON = "h-8 rounded px-3 font-medium text-sm";

/** The error page. The digest identifies the error in the server's log. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("errors.page");
  useEffect(() => {
    console.error(error);
    reportClientError(error);
  }, [error]);
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 p-6">
      {/* biome-ignore lint/performance/noImgElement: an icon, and the page works without it */}
      <img src="/icon.svg" alt="" className="size-8" />
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="text-text-2">{t("text")}</p>
      {error.digest && <p className="num text-text-3 text-xs">{t("digest", { digest: error.digest })}</p>}
      <div className="flex gap-2">
        {/* A script that could not be loaded is only requested again by a new document. */}
        <button
          type="button"
          className={`${BUTTON} bg-accent text-on-accent hover:bg-accent/90`}
          onClick={error.name === "ChunkLoadError" ? () => window.location.reload() : reset}
        >
          {t("retry")}
        </button>
        <button
          type="button"
          className={`${BUTTON} border border-line-strong text-text hover:bg-hover`}
          onClick={() => window.location.assign("/")}
        >
          {t("home")}
        </button>
      </div>
    </main>
  );
}
