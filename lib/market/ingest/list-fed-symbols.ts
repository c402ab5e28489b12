import "server-only";
import { findActiveSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { listFreshInstruments, listKnownInstruments } from "@/lib/market/reference/instruments";

/**
 * The symbols of the feed: all that are offered and launched, and those no longer offered that still have
 * positions, whose last prices must not be lost.
 */
export async function listFedSymbols(): Promise<string[]> {
  const { instruments } = await listFreshInstruments();
  const launched = instruments.filter(({ status }) => status !== "PreLaunch");
  const offered = new Set(instruments.map(({ symbol }) => symbol));
  const former = (await listKnownInstruments()).filter(({ symbol }) => !offered.has(symbol));
  const active = await findActiveSymbols(former.map(({ symbol }) => symbol)).catch((error) => {
    reportError("active-symbols-not-read", error);
    return [];
  });
  return [...launched.map(({ symbol }) => symbol), ...active];
}
