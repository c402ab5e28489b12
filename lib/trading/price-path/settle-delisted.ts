import "server-only";
import { findActiveSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { log } from "@/lib/infra/telemetry/log";
import { fetchKnownInstruments, listKnownInstruments } from "@/lib/market/reference/instruments";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import { settleHolders } from "@/lib/trading/price-path/settle-holders";

/** A symbol that has not been traded for this long, by the venue's newest response, is settled; in ms. */
const SETTLE_AFTER_MS = 1_800_000;

/**
 * Closes all positions and orders in symbols that the venue, or this deployment's configuration, no longer
 * offers: half an hour after that was first seen, so that a temporarily wrong list has no effect.
 */
export async function settleDelisted(nowMs = Date.now()): Promise<{ delisted: number }> {
  const known = (await listKnownInstruments()).filter((one) => isOver(one, nowMs));
  const active = new Set(await findActiveSymbols(known.map(({ symbol }) => symbol)));
  if (active.size === 0) return { delisted: 0 };
  const newest = await fetchKnownInstruments();
  const over = newest.filter((one) => active.has(one.symbol) && isOver(one, nowMs));
  let delisted = 0;
  for (const { symbol, status } of over) {
    const { settled } = await settleHolders({ symbol, cause: "delisted", note: `${symbol} is ${status}` });
    if (settled > 0) log.info("symbol-settled", { symbol, status, portfolios: settled });
    delisted += settled;
  }
  return { delisted };
}

function isOver({ status, closedMs }: InstrumentDto, nowMs: number): boolean {
  return status !== "Trading" && closedMs !== undefined && nowMs - closedMs >= SETTLE_AFTER_MS;
}
