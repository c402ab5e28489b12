import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { countKeptFiles, dropKeptFiles } from "@/lib/client/lab/fetch-candle-file";

/** How many files of candles this browser keeps, and a way to drop them. `version` changes after each load. */
export function KeptCandles({ version }: { version: unknown }) {
  const t = useTranslations("lab.settings");
  const [count, setCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted again after each load
  useEffect(() => {
    void countKeptFiles().then(setCount);
  }, [version]);
  if (count === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-text-3 text-xs">
      {t("kept", { count })}
      <Button
        type="button"
        size="sm"
        variant="outline"
        onClick={() => void dropKeptFiles().then(() => setCount(0))}
      >
        {t("drop")}
      </Button>
    </p>
  );
}
