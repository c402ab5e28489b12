"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { ImportDto } from "@/lib/schemas/imports";

/** A trader's imports with their figures; each can be undone. */
export function ImportList({ imports }: { imports: readonly ImportDto[] }) {
  const t = useTranslations("imports.list");
  const formats = formatsOf(useLocale());
  const tDesk = useTranslations("imports.desk");
  const tCommon = useTranslations("common");
  const tError = useTranslations("common.error");
  const router = useRouter();
  const [asked, setAsked] = useState<ImportDto | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const undo = async ({ id }: ImportDto) => {
    setAsked(null);
    setProblem(null);
    try {
      await send("DELETE", `/api/imports/${id}`);
      router.refresh();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(explainError(error, tError));
    }
  };

  return (
    <>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <ul className="flex flex-col">
        {imports.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t py-2 first:border-t-0"
          >
            <div className="min-w-0 flex-1 basis-60">
              <Link
                href={`/journal?portfolioId=${one.portfolioId}`}
                className="block truncate rounded font-medium text-sm underline-offset-2 hover:underline"
              >
                {one.fileName}
              </Link>
              <p className="text-text-3 text-xs">
                {t("about", {
                  source: tDesk(`sources.${one.source}`),
                  at: formats.minute(Date.parse(one.createdAt)),
                  zone: one.zone,
                })}
              </p>
            </div>
            <p className="num text-text-2 text-xs">
              {t("figures", {
                trades: one.trades,
                duplicates: formats.fixed(one.duplicates, 0),
                rejected: formats.fixed(one.rejected, 0),
              })}
            </p>
            {one.rejected > 0 && (
              <a
                href={`/api/imports/${one.id}/rejected.csv`}
                className="rounded text-accent text-xs underline"
              >
                {t("rejectedRows")}
              </a>
            )}
            <Button variant="outline" disabled={one.status !== "done"} onClick={() => setAsked(one)}>
              {t("undo")}
            </Button>
          </li>
        ))}
      </ul>
      {asked !== null && (
        <Dialog
          isOpen
          onOpenChange={(isOpen) => !isOpen && setAsked(null)}
          title={t("undoTitle")}
          description={t("undoText", { name: asked.fileName })}
        >
          <div className="grid gap-4 p-4 text-sm">
            <p className="text-text-2">{t("undoText", { name: asked.fileName })}</p>
            <div className="flex justify-end gap-2">
              <Button size="md" onClick={() => setAsked(null)}>
                {tCommon("cancel")}
              </Button>
              <Button size="md" variant="solid" onClick={() => void undo(asked)}>
                {t("undo")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
