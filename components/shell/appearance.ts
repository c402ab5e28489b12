import { createPersisted } from "@/lib/client/persisted";

/** Themes by their names in globals.css. */
export const THEMES = [
  ["midnight", "Midnight"],
  ["light", "Light"],
] as const;

/** Direction colours by their names in globals.css. */
export const DIRECTIONS = [
  ["normal", "Green up, red down"],
  ["swapped", "Red up, green down"],
  ["colour-blind", "Blue up, orange down"],
] as const;
/** One of `DIRECTIONS`. */
export type Direction = (typeof DIRECTIONS)[number][0];

/** The trader's choice of direction colours. */
export const directionChoice = createPersisted<Direction>({
  key: "tz:direction",
  initial: "normal",
  parse: (stored) => DIRECTIONS.find(([value]) => value === stored)?.[0] ?? "normal",
});
