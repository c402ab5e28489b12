"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ImportChoices } from "@/components/imports/import-choices";
import { ImportPreviewTable } from "@/components/imports/import-preview-table";
import { useImport } from "@/components/imports/use-import";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { ImportDto, ImportPreview } from "@/lib/schemas/imports";

/** Choosing a file, its preview, the import with its progress, and the result. */
export function ImportDesk({ zone }: { zone: string }) {
  const t = useTranslations("imports.desk");
  const { file, preview, progress, problem, result, choose, commit, ...rest } = useImport();
  const isBusy = progress !== null;
  return (
    <div className="flex flex-col gap-3">
      <DropArea name={file?.name ?? null} isBusy={isBusy} onChoose={choose} />
      {progress !== null && (
        <progress
          aria-label={t("progress")}
          value={progress}
          max={1}
          className="h-1.5 w-full accent-accent"
        />
      )}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      {result !== null && <Result result={result} />}
      {preview !== null && (
        <>
          <Found preview={preview} />
          <ImportChoices
            preview={preview}
            choices={rest.choices}
            onChange={rest.change}
            ownZone={zone}
            capital={rest.capital}
            onCapital={rest.setCapital}
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

/** Takes a file by click or drop. */
function DropArea(props: {
  name: string | null;
  isBusy: boolean;
  onChoose: (file: File | undefined) => void;
}) {
  const t = useTranslations("imports.desk");
  const [isOver, setOver] = useState(false);
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        props.onChoose(event.dataTransfer.files[0]);
      }}
      className={cn(
        "flex cursor-pointer flex-col items-center gap-1 rounded border border-line-strong border-dashed px-4 py-8 text-center text-sm focus-within:border-accent hover:bg-hover",
        isOver && "border-accent bg-hover",
      )}
    >
      <span className="font-medium">{props.name ?? t("drop")}</span>
      <span className="text-text-3 text-xs">{t("formats")}</span>
      <input
        type="file"
        className="sr-only"
        disabled={props.isBusy}
        onChange={(event) => {
          props.onChoose(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </label>
  );
}

function Result({ result }: { result: ImportDto }) {
  const t = useTranslations("imports.desk");
  const formats = formatsOf(useLocale());
  const { trades } = result;
  const counts = {
    rows: formats.fixed(result.rows, 0),
    duplicates: formats.fixed(result.duplicates, 0),
    rejected: formats.fixed(result.rejected, 0),
  };
  return <Notice tone="good">{t("done", { trades, ...counts })}</Notice>;
}

function Found({ preview }: { preview: ImportPreview }) {
  const t = useTranslations("imports.desk");
  const formats = formatsOf(useLocale());
  const counts = {
    rows: formats.fixed(preview.rows, 0),
    rejected: formats.fixed(preview.rejected, 0),
    trades: preview.trades === null ? t("many") : formats.fixed(preview.trades, 0),
  };
  return <p className="text-sm">{t("found", { source: t(`sources.${preview.source}`), ...counts })}</p>;
}
