"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { writeJournalQuery } from "@/lib/client/api/journal-query";
import { EXIT_REASONS } from "@/lib/core/journal/journal-record";
import type { JournalFacets, JournalFilter } from "@/lib/schemas/journal";

const SIDES = { long: "long", short: "short" };
const OUTCOMES = { win: "won", loss: "lost" };
const RATINGS = { 5: "5", 4: "4 and better", 3: "3 and better", 2: "2 and better", 1: "any rating" };

/**
 * The journal's filter. Its state is in the URL, so that a view can be bookmarked and shared; without script
 * it is a form.
 */
export function EntryFilter(props: { filter: JournalFilter; facets: JournalFacets; month?: string }) {
  const { filter, facets, month } = props;
  const router = useRouter();
  const apply = (form: HTMLFormElement) => {
    const fields = Object.fromEntries(new FormData(form)) as JournalFilter;
    router.replace(`/journal${writeJournalQuery(fields)}`, { scroll: false });
  };
  return (
    <form
      method="get"
      action="/journal"
      aria-label="Filter"
      className="flex flex-wrap items-end gap-3"
      key={writeJournalQuery({ ...filter, month })}
      onChange={(event) => apply(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
    >
      {month && <input type="hidden" name="month" value={month} />}
      <Choice name="symbol" label="Symbol" value={filter.symbol} options={asOptions(facets.symbols)} />
      <Choice name="side" label="Side" value={filter.side} options={SIDES} />
      <Choice name="outcome" label="Result" value={filter.outcome} options={OUTCOMES} />
      <Choice name="exitReason" label="Exit" value={filter.exitReason} options={asOptions(EXIT_REASONS)} />
      <Choice name="setup" label="Setup" value={filter.setup} options={asOptions(facets.setups)} />
      <Choice name="tag" label="Tag" value={filter.tag} options={asOptions(facets.tags)} />
      <Choice name="mistake" label="Mistake" value={filter.mistake} options={asOptions(facets.mistakes)} />
      <Choice name="minRating" label="Rating" value={filter.minRating?.toString()} options={RATINGS} />
      <Day name="from" label="From" value={filter.from} />
      <Day name="to" label="To" value={filter.to} />
      {Object.keys(filter).length > 0 && (
        <Button
          size="sm"
          onClick={() => router.replace(`/journal${writeJournalQuery({ month })}`, { scroll: false })}
        >
          Clear
        </Button>
      )}
      <noscript>
        <Button type="submit" variant="outline">
          Apply
        </Button>
      </noscript>
    </form>
  );
}

function Choice(props: { name: string; label: string; value?: string; options: Record<string, string> }) {
  const { name, label, value, options } = props;
  const id = useId();
  const all = value === undefined || value in options ? options : { [value]: value, ...options };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-3 text-xs">
        {label}
      </label>
      <Select id={id} name={name} defaultValue={value ?? ""} className="h-7 max-w-36">
        <option value="">all</option>
        {Object.entries(all).map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </Select>
    </div>
  );
}

function Day({ name, label, value }: { name: string; label: string; value?: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-text-3 text-xs">
        {label}
      </label>
      <Input id={id} name={name} type="date" defaultValue={value?.slice(0, 10)} className="h-7 text-xs" />
    </div>
  );
}

function asOptions(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}
