"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Checkbox } from "@/components/ui/form/checkbox";
import { getTickStore } from "@/lib/client/market/tick-store";
import { formatBytes } from "@/lib/client/numbers/format-bytes";
import { chooseSaver, useSaver } from "@/lib/client/stream/data-saver";
import { readPageBytes } from "@/lib/client/stream/read-page-bytes";

const READ_MS = 1_000;

type DataUse = { streamBytes: number; pageBytes: number };

/** Data used by the page, and the data saver. */
export function ConnectionSheet({ source }: { source: string }) {
  const t = useTranslations("terminal.link");
  const isSaving = useSaver();
  const { streamBytes, pageBytes } = useDataUse();
  return (
    <>
      <header>
        <h2 className="font-medium">{t("label")}</h2>
        <p className="text-text-3">{t("text", { source })}</p>
      </header>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1">
        <dt className="text-text-2">{t("used")}</dt>
        <dd className="num text-right font-medium">
          {t("session", { amount: formatBytes(streamBytes + pageBytes) })}
        </dd>
        <dt className="text-text-3">{t("stream")}</dt>
        <dd className="num text-right text-text-2">{formatBytes(streamBytes)}</dd>
        <dt className="text-text-3">{t("rest")}</dt>
        <dd className="num text-right text-text-2">{formatBytes(pageBytes)}</dd>
      </dl>
      <div className="border-t pt-2">
        <Checkbox isOn={isSaving} onChange={chooseSaver}>
          <span className="text-text">{t("saver")}</span>
        </Checkbox>
        <p className="text-text-3">{t("saverText")}</p>
      </div>
    </>
  );
}

/** Bytes received so far, read once a second. */
function useDataUse(): DataUse {
  const [use, setUse] = useState(readDataUse);
  useEffect(() => {
    const timer = setInterval(() => setUse(readDataUse()), READ_MS);
    return () => clearInterval(timer);
  }, []);
  return use;
}

function readDataUse(): DataUse {
  return { streamBytes: getTickStore().readReceivedBytes(), pageBytes: readPageBytes() };
}
