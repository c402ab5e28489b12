import { createPersisted } from "@/lib/client/persisted";

/** Themes by the name that globals.css gives them. */
export const THEMES = [
  ["midnight", "Midnight"],
  ["light", "Light"],
] as const;

/** Which colours mean up and down, by the name that globals.css gives them. */
export const DIRECTIONS = [
  ["normal", "Green up, red down"],
  ["swapped", "Red up, green down"],
  ["colour-blind", "Blue up, orange down"],
] as const;
/** A choice out of `DIRECTIONS`. */
export type Direction = (typeof DIRECTIONS)[number][0];

/** The trader's choice of direction colours. */
export const directionChoice = createPersisted<Direction>({
  key: "tz:direction",
  initial: "normal",
  parse: (stored) => DIRECTIONS.find(([value]) => value === stored)?.[0] ?? "normal",
});
