import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { listInstruments } from "@/lib/market/reference/instruments";
import { getHub } from "@/lib/market/stream/hub";

/**
 * Loads the instruments and the newest prices when a server starts, so that browsers that reconnect after a
 * deploy don't wait for it. A serverless function loads only what its request needs.
 */
export function warmUp(): void {
  if (getEnv().VERCEL) return;
  getHub();
  void listInstruments();
}
