import "server-only";
import { findSide, findTriggers } from "@/lib/core/alerts/walk-price-alert";
import { parsePrice } from "@/lib/core/decimal";
import { isMarkFresh, isWalkedTo, marketOf, toVenueMs } from "@/lib/core/engine/context";
import type { StoredAlert } from "@/lib/db/alerts/alert-row";
import { activateAlert, type TriggerState } from "@/lib/db/alerts/alerts";
import { findSeqs } from "@/lib/db/queries/portfolios";
import { buildContext } from "@/lib/market/reference/build-context";

/**
 * Lets a stored alert wait from now on. The instant is read after the alert was stored: prices after it are
 * walked later, when the alert is found, and those before it have no effect. While the path lags, the side of
 * a price alert is unknown until the first price after this instant.
 */
export async function startWaiting(alert: StoredAlert): Promise<void> {
  await activateAlert(alert, await findTriggerState(alert));
}

async function findTriggerState({ condition }: StoredAlert): Promise<TriggerState> {
  const state = { side: null, riseAt: null, fallAt: null, afterSeq: null, afterMs: Date.now() };
  if (condition.kind === "fill") {
    const [portfolio] = await findSeqs([condition.portfolioId]);
    return { ...state, afterSeq: portfolio?.seq ?? 0 };
  }
  if (!("symbol" in condition)) return state;
  const context = await buildContext([condition.symbol]);
  const market = marketOf(context, condition.symbol);
  const afterMs = market ? toVenueMs(market, Date.now()) : state.afterMs;
  if (condition.kind !== "price") return { ...state, afterMs };
  const level = parsePrice(condition.level);
  const isKnown = market && isMarkFresh(context, market) && isWalkedTo(context, market, afterMs);
  const side = isKnown ? findSide(market.last, level) : null;
  return { ...state, afterMs, side, ...findTriggers(side, level) };
}
