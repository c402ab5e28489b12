import type { Prisma } from "@/lib/db/generated/client";

/** The terms that a TWAP and a chase share; decimals as text where they are requested. */
type RequestedTerms = {
  epoch: number;
  symbol: string;
  side: string;
  qty: string;
  reduceOnly: boolean;
  leverage: string | null;
  startsAt: Date;
  endsAt: Date;
};
type StoredTerms = Omit<RequestedTerms, "qty" | "leverage"> & {
  qty: Prisma.Decimal;
  leverage: Prisma.Decimal | null;
};

/**
 * Whether a stored TWAP or chase is what a repeated request asks for, as far as both have the terms. Its time began with
 * the first request, so that only the duration counts.
 */
export function hasSameRunningTerms(known: StoredTerms, wanted: RequestedTerms): boolean {
  return (
    known.epoch === wanted.epoch &&
    known.symbol === wanted.symbol &&
    known.side === wanted.side &&
    known.qty.equals(wanted.qty) &&
    known.reduceOnly === wanted.reduceOnly &&
    (wanted.leverage === null ? known.leverage === null : known.leverage?.equals(wanted.leverage) === true) &&
    durationMs(known) === durationMs(wanted)
  );
}

function durationMs({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): number {
  return endsAt.getTime() - startsAt.getTime();
}
