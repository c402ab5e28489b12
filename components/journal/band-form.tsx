"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { readLocalNumber } from "@/lib/client/numbers/read-local-number";
import { hasDecimalComma } from "@/lib/schemas/locale";

/** Sets the amount up to which a net result counts as break-even, for the whole journal of the user. */
export function BandForm({ band }: { band: string }) {
  const t = useTranslations("journal.band");
  const tCommon = useTranslations("common");
  const locale = useLocale();
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const save = (form: FormData) =>
    submit(async () => {
      const breakEvenBand = readLocalNumber(String(form.get("band") ?? ""), locale) || "0";
      await send("PATCH", "/api/account", { preferences: { breakEvenBand } });
      router.refresh();
    });
  return (
    <form
      key={band}
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={t("label")}
        name="band"
        inputMode="decimal"
        autoComplete="off"
        defaultValue={hasDecimalComma(locale) ? band.replace(".", ",") : band}
        className="w-40"
      />
      <Button type="submit" variant="outline" size="md" disabled={isBusy}>
        {tCommon("save")}
      </Button>
      <p className="basis-full text-text-3 text-xs">{t("note")}</p>
      {error && <Notice tone="warn">{error.message}</Notice>}
    </form>
  );
}
