import { createPersisted } from "@/lib/client/persisted";

/** Themes by their names in globals.css. */
export const THEMES = ["midnight", "light"] as const;
/** One of `THEMES`. */
export type Theme = (typeof THEMES)[number];

/** Direction colours by their names in globals.css. */
export const DIRECTIONS = ["normal", "swapped", "colour-blind"] as const;
/** One of `DIRECTIONS`. */
export type Direction = (typeof DIRECTIONS)[number];

/** The trader's choice of theme. */
export const themeChoice = createPersisted<Theme>({
  key: "tz:theme",
  initial: "midnight",
  parse: (stored) => THEMES.find((value) => value === stored) ?? "midnight",
});

/** The trader's choice of direction colours. */
export const directionChoice = createPersisted<Direction>({
  key: "tz:direction",
  initial: "normal",
  parse: (stored) => DIRECTIONS.find((value) => value === stored) ?? "normal",
});
