import { createPersisted } from "@/lib/client/persisted";

/** The panels around the charts. */
export const PANELS = ["order", "book", "trades", "markets", "account"] as const;
export type DeskPanel = (typeof PANELS)[number];

/** Where a panel can be: beside the charts, under them, or at the right edge at full height. */
export const PLACES = ["left", "right", "bottom", "side"] as const;
export type DeskPlace = (typeof PLACES)[number];

export type DeskPanels = {
  /** The panels of each place, as tabs in this order. A panel in none of them is closed. */
  places: Readonly<Record<DeskPlace, readonly DeskPanel[]>>;
  /** Sizes of the panes as set by the user: widths in px, heights in percent of their column. */
  sizes: Readonly<Record<string, number>>;
};

const INITIAL: DeskPanels = {
  places: { left: ["markets"], right: ["book", "trades"], bottom: ["account"], side: ["order"] },
  sizes: {},
};

/** The panels as the user has arranged them. */
export const deskPanels = createPersisted<DeskPanels>({
  key: "tz:panels",
  initial: INITIAL,
  parse: parsePanels,
});

/** Valid panels of what is stored: each at most once. */
export function parsePanels(stored: unknown): DeskPanels {
  const { places, sizes } = (
    typeof stored === "object" && stored !== null ? stored : {}
  ) as Partial<DeskPanels>;
  const seen = new Set<unknown>();
  const take = (place: DeskPlace) => {
    const listed: readonly unknown[] = Array.isArray(places?.[place]) ? places[place] : [];
    const known = PANELS.filter((panel) => listed.includes(panel) && !seen.has(panel));
    for (const panel of known) seen.add(panel);
    return known.sort((a, b) => listed.indexOf(a) - listed.indexOf(b));
  };
  return {
    places: places
      ? { left: take("left"), right: take("right"), bottom: take("bottom"), side: take("side") }
      : INITIAL.places,
    sizes: Object.fromEntries(Object.entries(sizes ?? {}).filter(([, size]) => typeof size === "number")),
  };
}

/** Saves one pane's size; null restores the initial one. */
export function rememberSize(id: string, size: number | null): void {
  const panels = deskPanels.read();
  const { [id]: _before, ...rest } = panels.sizes;
  deskPanels.write({ ...panels, sizes: size === null ? rest : { ...rest, [id]: size } });
}

/** Moves a panel behind the others of a place; null closes it. */
export function movePanel(panel: DeskPanel, to: DeskPlace | null): void {
  const { places, sizes } = deskPanels.read();
  const without = (place: DeskPlace) => places[place].filter((one) => one !== panel);
  const list = (place: DeskPlace) => (place === to ? [...without(place), panel] : without(place));
  deskPanels.write({
    places: { left: list("left"), right: list("right"), bottom: list("bottom"), side: list("side") },
    sizes,
  });
}

/** Where a panel is; null while it is closed. */
export function placeOf({ places }: DeskPanels, panel: DeskPanel): DeskPlace | null {
  return PLACES.find((place) => places[place].includes(panel)) ?? null;
}
