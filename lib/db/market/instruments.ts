import "server-only";
import { getDb } from "@/lib/db/client";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/**
 * The instruments last stored for a venue, with the time of the venue's response; null when none are stored.
 */
export async function findInstruments(
  venue: string,
): Promise<{ instruments: InstrumentDto[]; fetchedAtMs: number } | null> {
  const rows = await getDb().instrument.findMany({ where: { venue } });
  if (rows.length === 0) return null;
  return {
    fetchedAtMs: Math.min(...rows.map((row) => row.fetchedAt.getTime())),
    instruments: rows.map((row) => ({
      symbol: row.symbol,
      baseCoin: row.baseCoin,
      quoteCoin: row.quoteCoin,
      name: row.name,
      status: row.status,
      priceScale: row.priceScale,
      tickSize: row.tickSize.toFixed(),
      qtyStep: row.qtyStep.toFixed(),
      minOrderQty: row.minOrderQty.toFixed(),
      maxOrderQty: row.maxOrderQty.toFixed(),
      maxMarketQty: row.maxMarketQty.toFixed(),
      minNotional: row.minNotional.toFixed(),
      maxLeverage: row.maxLeverage.toFixed(),
      fundingMinutes: row.fundingMinutes,
      launchMs: row.launchAt.getTime(),
      ...(row.closedAt && { closedMs: row.closedAt.getTime() }),
    })),
  };
}

/**
 * Timeout for storing a whole venue, in ms: longer than an ordinary transaction, since a first start is busy.
 */
const STORE_TIMEOUT_MS = 60_000;

/** Replaces the stored instruments by the venue's current list, in one transaction. */
export async function storeInstruments(
  venue: string,
  instruments: InstrumentDto[],
  fetchedAtMs: number,
): Promise<void> {
  const data = instruments.map(({ launchMs, closedMs, ...rest }) => ({
    venue,
    ...rest,
    launchAt: new Date(launchMs),
    closedAt: closedMs === undefined ? null : new Date(closedMs),
    fetchedAt: new Date(fetchedAtMs),
  }));
  const db = getDb();
  const symbol = { in: instruments.map((one) => one.symbol) };
  await db.$transaction(
    [db.instrument.deleteMany({ where: { venue, symbol } }), db.instrument.createMany({ data })],
    { timeout: STORE_TIMEOUT_MS },
  );
}
