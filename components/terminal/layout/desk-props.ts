import type { Viewer } from "@/components/terminal/menus/viewer";
import type { Instrument } from "@/lib/schemas/market/market";

/** What every layout of the desk is given. */
export type DeskProps = {
  instrument: Instrument;
  /** Markets to show before the trader has chosen any. */
  popular: readonly Instrument[];
  viewer: Viewer | null;
  onSelect: (symbol: string) => void;
  onOpenPicker: () => void;
};
