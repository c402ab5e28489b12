import type { VenueRules } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

/** The venue with resting limits that fill as soon as their price is touched. */
export const BYBIT_TOUCH: VenueRules = { ...BYBIT, restingFill: "touch" };
