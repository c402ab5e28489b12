import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { listInstruments } from "@/lib/market/reference/instruments";
import { getHub } from "@/lib/market/stream/hub";

/**
 * Looks at the instruments and the newest prices when a server starts, so that the thousand browsers that come
 * back after a deploy don't wait for it. A function that lives for one request pays only for what it needs.
 */
export function warmUp(): void {
  if (getEnv().VERCEL) return;
  getHub();
  void listInstruments();
}
