import type { Decimal, Money } from "@/lib/core/decimal";

/** Hours in which positions may be opened, on the clocks of the trader's zone; they may pass midnight. */
export type TradingHours = { opensAt: string; closesAt: string };

/** Limits that a trader has set on one portfolio. Null: no such limit. Amounts in quote currency. */
export type OwnLimits = {
  /** IANA zone of the day and of the hours. */
  zone: string;
  /** Realised loss of a day after fees and funding, as an amount. */
  dayLoss: Money | null;
  /** The same as a fraction of the balance at the day's start. */
  dayLossShare: Decimal | null;
  /** Losing trades of a day without a winning one between them. */
  lossesInRow: number | null;
  /** Trades opened in a day; a trade is from flat to flat. */
  tradesPerDay: number | null;
  /** Minutes without a new position after a losing trade. */
  pauseMinutes: number | null;
  hours: TradingHours | null;
};

/** The fields that are limits, in the order in which they are shown. */
export const LIMIT_FIELDS = [
  "dayLoss",
  "dayLossShare",
  "lossesInRow",
  "tradesPerDay",
  "pauseMinutes",
  "hours",
] as const satisfies Exclude<keyof OwnLimits, "zone">[];

/** No limit in a zone. */
export function createEmptyLimits(zone: string): OwnLimits {
  return {
    zone,
    dayLoss: null,
    dayLossShare: null,
    lossesInRow: null,
    tradesPerDay: null,
    pauseMinutes: null,
    hours: null,
  };
}

/** Whether any limit is set. */
export function hasOwnLimit(limits: OwnLimits): boolean {
  return LIMIT_FIELDS.some((field) => limits[field] !== null);
}

/** Whether both have the same limits in the same zone. */
export function areSameLimits(one: OwnLimits, other: OwnLimits): boolean {
  return (
    one.zone === other.zone &&
    one.hours?.opensAt === other.hours?.opensAt &&
    one.hours?.closesAt === other.hours?.closesAt &&
    LIMIT_FIELDS.every((field) => field === "hours" || one[field] === other[field])
  );
}
