"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ImportChoices } from "@/components/imports/import-choices";
import { ImportPreviewTable } from "@/components/imports/import-preview-table";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { createId } from "@/lib/client/api/create-id";
import { explainError } from "@/lib/client/api/explain-error";
import { getJson, RequestError } from "@/lib/client/api/market-api";
import { postImport } from "@/lib/client/api/post-import";
import { cn } from "@/lib/client/cn";
import { readLocalNumber } from "@/lib/client/numbers/read-local-number";
import { STANDARD_OPENING } from "@/lib/core/opening";
import type { ImportChoices as Choices, ImportDetail, ImportDto, ImportPreview } from "@/lib/schemas/imports";

const POLL_MS = 700;

/** Choosing a file, its preview, the import with its progress, and the result. */
export function ImportDesk({ zone }: { zone: string }) {
  const t = useTranslations("imports.desk");
  const tError = useTranslations("common.error");
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale);
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [capital, setCapital] = useState(STANDARD_OPENING);
  const [progress, setProgress] = useState<number | null>(null);
  const [result, setResult] = useState<ImportDto | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);

  // The account takes one file at a time: what is chosen meanwhile waits, and only the newest choice is sent.
  const turn = useRef<Promise<void>>(Promise.resolve());
  const newest = useRef(0);

  const run = (action: () => Promise<void>) => {
    const done = turn.current.then(() => perform(action));
    turn.current = done.catch(() => {});
    return done;
  };

  const perform = async (action: () => Promise<void>) => {
    setProblem(null);
    setProgress(0);
    try {
      await action();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(explainError(error, tError));
    } finally {
      setProgress(null);
    }
  };

  const look = (next: File, chosen: Choices) => {
    newest.current += 1;
    const own = newest.current;
    return run(async () => {
      if (own !== newest.current) return;
      const query = { mode: "preview", fileName: next.name, ...chosen } as const;
      setPreview(await postImport<ImportPreview>(next, query, setProgress));
    });
  };

  const choose = (next: File | undefined) => {
    if (next === undefined) return;
    setFile(next);
    setResult(null);
    setPreview(null);
    setChoices({});
    void look(next, {});
  };

  const change = (next: Choices) => {
    setChoices(next);
    if (file !== null) void look(file, next);
  };

  const commit = () => {
    if (file === null) return;
    void run(async () => {
      const id = createId();
      const query = {
        mode: "commit",
        fileName: file.name,
        id,
        capital: readLocalNumber(capital, locale),
        ...choices,
      } as const;
      // Half of the bar is the upload, half the reading on the server.
      const stop = followReading(id, (fraction) => setProgress(0.5 + fraction / 2));
      try {
        setResult(await postImport<ImportDto>(file, query, (sent) => setProgress(sent / 2)));
      } finally {
        stop();
      }
      setFile(null);
      setPreview(null);
      router.refresh();
    });
  };

  const isBusy = progress !== null;
  return (
    <div className="flex flex-col gap-3">
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer.files[0]);
        }}
        className={cn(
          "flex cursor-pointer flex-col items-center gap-1 rounded border border-line-strong border-dashed px-4 py-8 text-center text-sm focus-within:border-accent hover:bg-hover",
          isOver && "border-accent bg-hover",
        )}
      >
        <span className="font-medium">{file?.name ?? t("drop")}</span>
        <span className="text-text-3 text-xs">{t("formats")}</span>
        <input
          type="file"
          className="sr-only"
          disabled={isBusy}
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      {progress !== null && (
        <progress
          aria-label={t("progress")}
          value={progress}
          max={1}
          className="h-1.5 w-full accent-accent"
        />
      )}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      {result !== null && (
        <Notice tone="good">
          {t("done", {
            trades: result.trades,
            rows: format.format(result.rows),
            duplicates: format.format(result.duplicates),
            rejected: format.format(result.rejected),
          })}
        </Notice>
      )}
      {preview !== null && (
        <>
          <p className="text-sm">
            {t("found", {
              source: t(`sources.${preview.source}`),
              rows: format.format(preview.rows),
              rejected: format.format(preview.rejected),
              trades: preview.trades === null ? t("many") : format.format(preview.trades),
            })}
          </p>
          <ImportChoices
            preview={preview}
            choices={choices}
            onChange={change}
            ownZone={zone}
            capital={capital}
            onCapital={setCapital}
          />
          <ImportPreviewTable preview={preview} />
          <div className="flex justify-end">
            <Button variant="solid" size="md" disabled={isBusy || preview.needs.length > 0} onClick={commit}>
              {t("commit")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** Asks how far the reading is until it is stopped. An import that is not there yet is asked for again. */
function followReading(id: string, onProgress: (fraction: number) => void): () => void {
  const timer = setInterval(() => {
    getJson<ImportDetail>(`/api/imports/${id}`).then(
      ({ progress }) => onProgress(progress),
      () => {},
    );
  }, POLL_MS);
  return () => clearInterval(timer);
}
