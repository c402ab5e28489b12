"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { reportClientError } from "@/lib/client/api/report-client-error";

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
      <Logo className="size-8" />
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="text-text-2">{t("text")}</p>
      {error.digest && <p className="num text-text-3 text-xs">{t("digest", { digest: error.digest })}</p>}
      <div className="flex gap-2">
        {/* A script that could not be loaded is only requested again by a new document. */}
        <Button
          variant="solid"
          size="md"
          onClick={error.name === "ChunkLoadError" ? () => window.location.reload() : reset}
        >
          {t("retry")}
        </Button>
        <Button variant="outline" size="md" onClick={() => window.location.assign("/")}>
          {t("home")}
        </Button>
      </div>
    </main>
  );
}
