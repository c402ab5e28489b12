"use client";

import { useTranslations } from "next-intl";
import type { Picker } from "@/components/terminal/market/use-picker";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { explainError } from "@/lib/client/api/explain-error";

/** Shown in place of rows while the picker has none. */
export function PickerEmpty({ picker }: { picker: Picker }) {
  const t = useTranslations("terminal.markets");
  if (picker.count === null) {
    return picker.error ? <Failure error={picker.error} retry={picker.retry} /> : <Loading />;
  }
  const search = picker.search.trim();
  const [title, text] =
    search === ""
      ? [t(`none.${picker.tab}`), t(`noneText.${picker.tab}`)]
      : [t("noMatch", { search }), t("noMatchText")];
  return (
    <div className="grid h-full place-content-center gap-1 p-6 text-center">
      <p className="break-words font-medium text-sm">{title}</p>
      <p className="text-text-2 text-xs">{text}</p>
    </div>
  );
}

function Failure({ error, retry }: { error: Error; retry: () => void }) {
  const t = useTranslations("terminal.markets");
  const common = useTranslations("common");
  const errors = useTranslations("common.error");
  return (
    <div role="alert" className="grid h-full place-content-center gap-3 p-6 text-center">
      <p className="font-medium text-sm">{t("failed")}</p>
      <p className="text-text-2 text-xs">{explainError(error, errors)}</p>
      <Button variant="outline" className="mx-auto" onClick={retry}>
        {common("tryAgain")}
      </Button>
    </div>
  );
}

const ROWS = Array.from({ length: 14 }, (_, index) => `${index}`);

function Loading() {
  return (
    <div aria-hidden className="grid gap-4 p-4">
      {ROWS.map((row) => (
        <Skeleton key={row} />
      ))}
    </div>
  );
}
