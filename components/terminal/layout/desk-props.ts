import type { Viewer } from "@/components/terminal/menus/viewer";
import type { Instrument } from "@/lib/schemas/market/market";

/** Props of every layout of the terminal. */
export type DeskProps = {
  instrument: Instrument;
  /** Markets to show before the user has chosen any. */
  popular: readonly Instrument[];
  viewer: Viewer | null;
  onSelect: (symbol: string) => void;
  onOpenPicker: () => void;
};
