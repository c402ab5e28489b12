"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { RuleChecklist } from "@/components/journal/playbooks/rule-checklist";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { patchEntry } from "@/lib/client/api/patch-entry";
import { useSubmit } from "@/lib/client/api/use-submit";
import { MOODS, type Mood } from "@/lib/core/stats/breakdown";
import type { AnnotateEntryBody } from "@/lib/schemas/journal";
import type { JournalEntryDto, PlaybookDto } from "@/lib/schemas/journal-responses";

/** The trader's text on a trade, with the checklist of its setup's playbook. */
export function EntryText({
  entry,
  playbooks,
}: {
  entry: JournalEntryDto;
  playbooks: readonly PlaybookDto[];
}) {
  const t = useTranslations("journal.form");
  const tCommon = useTranslations("common");
  const [saved, setSaved] = useState(false);
  const [setup, setSetup] = useState(entry.setup ?? "");
  const [isTouched, setTouched] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const setupsId = useId();
  const playbook = playbooks.find(({ name }) => name === setup.trim());
  const save = (form: FormData) =>
    submit(async () => {
      setSaved(false);
      await patchEntry(entry.id, readForm(form, playbook !== undefined && isTouched));
      setSaved(true);
    });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Notes text={entry.notes} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t("setup")}
          name="setup"
          maxLength={40}
          list={setupsId}
          hint={playbooks.length > 0 ? t("setupNote") : undefined}
          autoComplete="off"
          value={setup}
          onChange={(event) => {
            setSetup(event.target.value);
            setTouched(false);
          }}
        />
        <datalist id={setupsId}>
          {playbooks.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <Scale
          name="rating"
          none={t("noRating")}
          value={entry.rating}
          nameOf={(rating) => t("ratingOf", { rating: String(rating) })}
        />
        <MoodScale name="moodBefore" value={entry.moodBefore} />
        <MoodScale name="moodAfter" value={entry.moodAfter} />
        <Field label={t("tags")} name="tags" hint={t("commas")} defaultValue={entry.tags.join(", ")} />
        <Field
          label={t("mistakes")}
          name="mistakes"
          hint={t("commas")}
          defaultValue={entry.mistakes.join(", ")}
        />
      </div>
      {playbook && playbook.rules.length > 0 && (
        <RuleChecklist
          key={playbook.id}
          playbook={playbook}
          kept={entry.setup === playbook.name ? entry.rulesKept : []}
          onTouch={() => setTouched(true)}
        />
      )}
      {error && <Notice tone="warn">{error.message}</Notice>}
      {saved && <Notice tone="good">{tCommon("saved")}</Notice>}
      <Button type="submit" variant="solid" size="md" disabled={isBusy} className="self-start">
        {tCommon("save")}
      </Button>
    </form>
  );
}

function Notes({ text }: { text: string }) {
  const t = useTranslations("journal.form");
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {t("notes")}
      </label>
      <textarea
        id={id}
        name="notes"
        rows={5}
        maxLength={20_000}
        defaultValue={text}
        className="rounded border border-line bg-bg p-2 text-sm hover:border-line-strong"
      />
    </div>
  );
}

function MoodScale({ name, value }: { name: "moodBefore" | "moodAfter"; value: number | null }) {
  const t = useTranslations("journal.form");
  return <Scale name={name} none={t("noMood")} value={value} nameOf={(mood) => t(`moods.${mood}`)} />;
}

/** A choice from 1 to 5, or none. */
function Scale(props: {
  name: "rating" | "moodBefore" | "moodAfter";
  none: string;
  value: number | null;
  nameOf: (value: Mood) => string;
}) {
  const t = useTranslations("journal.form");
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {t(props.name)}
      </label>
      <select
        id={id}
        name={props.name}
        defaultValue={props.value ?? ""}
        className="h-9 rounded border border-line bg-bg px-2 text-sm"
      >
        <option value="">{props.none}</option>
        {MOODS.map((value) => (
          <option key={value} value={value}>
            {props.nameOf(value)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the form changes; the kept rules only where the checklist was used. */
function readForm(form: FormData, hasChecklist: boolean): AnnotateEntryBody {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const words = (name: string) =>
    text(name)
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
  return {
    notes: text("notes"),
    tags: words("tags"),
    mistakes: words("mistakes"),
    setup: text("setup") || null,
    rating: Number(text("rating")) || null,
    moodBefore: readMood(text("moodBefore")),
    moodAfter: readMood(text("moodAfter")),
    ...(hasChecklist && { rulesKept: form.getAll("rule").map(String) }),
  };
}

function readMood(text: string): Mood | null {
  return MOODS.find((mood) => String(mood) === text) ?? null;
}
