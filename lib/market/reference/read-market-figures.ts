import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { SharedResponses } from "@/lib/infra/shared-responses";
import { listInstruments } from "@/lib/market/reference/instruments";
import { getHub } from "@/lib/market/stream/hub";
import type { Tick } from "@/lib/schemas/market/market";
import type { MarketFigures, MarketsResponse } from "@/lib/schemas/market/market-responses";

/** How long one reading is shared by all callers of this process, in ms. */
const SHARED_FOR_MS = 1_000;

/**
 * The 24 h figures of every offered market, by which lists are sorted, as the JSON text of `MarketsResponse`.
 * A market without a price is left out.
 */
export function readMarketFigures(): Promise<string> {
  const shared = getProcessSingleton(
    "market-figures",
    () => new SharedResponses<string>({ forMs: SHARED_FOR_MS }),
  );
  return shared.get("all", async () => {
    const [{ instruments }] = await Promise.all([listInstruments(), getHub().ready()]);
    const frames = getHub().frames();
    const markets = instruments.flatMap(({ symbol }) => {
      const frame = frames.get(symbol);
      return frame ? [toFigures(frame.tick)] : [];
    });
    const response: MarketsResponse = { atMs: Date.now(), markets };
    return JSON.stringify(response);
  });
}

function toFigures(tick: Tick): MarketFigures {
  const { symbol, last, change24h, turnover24h, fundingRate } = tick;
  // Cents of a day's turnover are irrelevant, and for 650 markets they are a tenth of the response.
  const turnover = turnover24h === null ? null : Number(turnover24h).toFixed(0);
  return [symbol, last, change24h, turnover, fundingRate];
}
