"use client";

import type { PickerTab } from "@/components/terminal/market/order-markets";
import type { Picker } from "@/components/terminal/market/use-picker";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

/** Why a tab may have no markets, and what to do. */
const NONE = {
  favourites: ["No favourites yet", "Press the star beside a market, or Shift and Enter on it."],
  all: ["No markets", "The venue offers none at the moment."],
  gainers: ["No gainers", "No market has risen in the last 24 hours."],
  losers: ["No losers", "No market has fallen in the last 24 hours."],
  volume: ["No markets", "The venue offers none at the moment."],
  funding: ["No markets", "The venue offers none at the moment."],
  new: ["Nothing new", "No market was launched in the last 90 days."],
} as const satisfies Record<PickerTab, readonly [string, string]>;

/** Shown in place of rows while the picker has none. */
export function PickerEmpty({ picker }: { picker: Picker }) {
  if (picker.count === null) {
    return picker.error ? <Failure message={picker.error.message} retry={picker.retry} /> : <Loading />;
  }
  const [title, text] =
    picker.search.trim() === ""
      ? NONE[picker.tab]
      : [
          `No market matches “${picker.search.trim()}”`,
          "Search by coin or name, for example pepe or bitcoin.",
        ];
  return (
    <div className="grid h-full place-content-center gap-1 p-6 text-center">
      <p className="break-words font-medium text-sm">{title}</p>
      <p className="text-text-2 text-xs">{text}</p>
    </div>
  );
}

function Failure({ message, retry }: { message: string; retry: () => void }) {
  return (
    <div role="alert" className="grid h-full place-content-center gap-3 p-6 text-center">
      <p className="font-medium text-sm">The markets could not be loaded</p>
      <p className="text-text-2 text-xs">{message}</p>
      <Button variant="outline" className="mx-auto" onClick={retry}>
        Try again
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
