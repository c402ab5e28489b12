import { findInstruments, storeInstruments } from "@/lib/db/market/instruments";
import { getEnv } from "@/lib/infra/env/env";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/reference/default-instruments";

/** When the shipped set was recorded; being old, it is refreshed from the venue at the first use. */
const RECORDED_MS = Date.parse("2026-10-05");

/** The instruments that ship with the project, unless the venue has already provided newer ones. */
export async function seedMarket(): Promise<void> {
  const { MARKET_ID } = getEnv();
  if (await findInstruments(MARKET_ID)) return;
  await storeInstruments(MARKET_ID, DEFAULT_INSTRUMENTS, RECORDED_MS);
}
