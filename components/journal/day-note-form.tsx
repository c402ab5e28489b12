"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** The trader's note on a day. */
export function DayNoteForm({ day, note }: { day: string; note: string }) {
  const t = useTranslations("journal.dayNote");
  const tCommon = useTranslations("common");
  const [isSaved, setSaved] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const id = useId();
  const save = (form: FormData) =>
    submit(async () => {
      setSaved(false);
      await send("PUT", `/api/journal/days/${day}`, { note: String(form.get("note") ?? "").trim() });
      setSaved(true);
    });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <label htmlFor={id} className="font-medium text-[13px]">
        {t("label")}
      </label>
      <textarea
        id={id}
        name="note"
        rows={4}
        maxLength={20_000}
        defaultValue={note}
        className="rounded border border-line bg-bg p-2 text-sm hover:border-line-strong"
      />
      {error && <Notice tone="warn">{error.message}</Notice>}
      {isSaved && <Notice tone="good">{tCommon("saved")}</Notice>}
      <Button type="submit" variant="outline" size="md" disabled={isBusy} className="self-start">
        {tCommon("save")}
      </Button>
    </form>
  );
}
