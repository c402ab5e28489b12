"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { DayInput } from "@/components/ui/form/day-input";
import { Select } from "@/components/ui/form/select";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { EXIT_REASONS } from "@/lib/core/journal/journal-record";
import type { JournalFacets, JournalFilter, JournalView } from "@/lib/schemas/journal";

type Option = readonly [value: string, text: string];

const OUTCOMES = ["win", "loss"] as const;
const RATINGS = ["5", "4", "3", "2", "1"] as const;

/**
 * The journal's filter. Its state is in the URL, so that a view can be bookmarked and shared; without script
 * it is a form.
 */
export function EntryFilter(props: { filter: JournalFilter; facets: JournalFacets; view: JournalView }) {
  const t = useTranslations("journal.form");
  const { filter, facets, view } = props;
  const router = useRouter();
  const apply = (form: HTMLFormElement) => {
    // A day that is being typed is not one yet.
    if (!form.checkValidity()) return;
    const fields = Object.fromEntries(new FormData(form)) as JournalFilter;
    router.replace(`/journal${writeJournalQuery(fields)}`, { scroll: false });
  };
  return (
    <form
      method="get"
      action="/journal"
      aria-label={t("filter")}
      className="flex flex-wrap items-end gap-3"
      key={writeJournalQuery({ ...filter, ...view })}
      onChange={(event) => apply(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
    >
      {Object.entries(view).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {facets.portfolios.length > 1 && (
        <Choice
          name="portfolioId"
          label={t("portfolio")}
          value={filter.portfolioId}
          options={facets.portfolios.map(({ id, name }) => [id, name] as const)}
        />
      )}
      <Choice name="symbol" label={t("symbol")} value={filter.symbol} options={asOptions(facets.symbols)} />
      <Choice
        name="side"
        label={t("side")}
        value={filter.side}
        options={POSITION_SIDES.map((one) => [one, t(`sides.${one}`)] as const)}
      />
      <Choice
        name="outcome"
        label={t("outcome")}
        value={filter.outcome}
        options={OUTCOMES.map((one) => [one, t(`outcomes.${one}`)] as const)}
      />
      <Choice
        name="exitReason"
        label={t("exit")}
        value={filter.exitReason}
        options={EXIT_REASONS.map((one) => [one, t(`exits.${one}`)] as const)}
      />
      <Choice name="setup" label={t("setup")} value={filter.setup} options={asOptions(facets.setups)} />
      <Choice name="tag" label={t("tag")} value={filter.tag} options={asOptions(facets.tags)} />
      <Choice
        name="mistake"
        label={t("mistake")}
        value={filter.mistake}
        options={asOptions(facets.mistakes)}
      />
      <Choice
        name="minRating"
        label={t("rating")}
        value={filter.minRating?.toString()}
        options={RATINGS.map((one) => [one, t(`ratings.${one}`)] as const)}
      />
      <Choice
        name="review"
        label={t("review")}
        value={filter.review}
        options={[["needed", t("reviewNeeded")]]}
      />
      <div className="flex gap-3">
        <Day name="from" label={t("from")} value={filter.from} />
        <Day name="to" label={t("to")} value={filter.to} />
      </div>
      {Object.keys(filter).length > 0 && (
        <Button
          size="sm"
          onClick={() => router.replace(`/journal${writeJournalQuery(view)}`, { scroll: false })}
        >
          {t("clear")}
        </Button>
      )}
      <noscript>
        <Button type="submit" variant="outline">
          {t("apply")}
        </Button>
      </noscript>
    </form>
  );
}

function Choice(props: { name: string; label: string; value?: string; options: readonly Option[] }) {
  const t = useTranslations("journal.form");
  const { name, label, value, options } = props;
  const id = useId();
  const isKnown = value === undefined || options.some(([one]) => one === value);
  const all = isKnown ? options : [[value, value] as const, ...options];
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-3 text-xs">
        {label}
      </label>
      <Select id={id} name={name} defaultValue={value ?? ""} className="h-7 max-w-36">
        <option value="">{t("all")}</option>
        {all.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </Select>
    </div>
  );
}

function Day({ name, label, value }: { name: string; label: string; value?: string }) {
  const t = useTranslations("journal.form");
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-3 text-xs">
        {label}
      </label>
      <DayInput
        id={id}
        name={name}
        placeholder={t("dayFormat")}
        defaultValue={value?.slice(0, 10)}
        className="num h-7 w-28 text-xs"
      />
    </div>
  );
}

function asOptions(names: readonly string[]): Option[] {
  return names.map((name) => [name, name]);
}
