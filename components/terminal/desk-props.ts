import type { Viewer } from "@/components/terminal/viewer";
import type { Instrument } from "@/lib/schemas/market";

/** What every layout of the desk is given. */
export type DeskProps = {
  instrument: Instrument;
  instruments: readonly Instrument[];
  viewer: Viewer | null;
  onSelect: (symbol: string) => void;
};
