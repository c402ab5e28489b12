import type { Viewer } from "@/components/terminal/menus/viewer";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Props of every layout of the terminal. */
export type DeskProps = {
  instrument: InstrumentDto;
  /** Markets to show before the user has chosen any. */
  popular: readonly InstrumentDto[];
  viewer: Viewer | null;
  onSelect: (symbol: string) => void;
  onOpenPicker: () => void;
};
