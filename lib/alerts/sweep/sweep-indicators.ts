import "server-only";
import { EMA, RSI, SMA } from "trading-signals";
import type { AlertCondition } from "@/lib/core/alerts/alert";
import { fire } from "@/lib/core/alerts/decide-alert";
import { findIndicatorCross, type IndicatorPoint } from "@/lib/core/alerts/find-indicator-cross";
import { candleEndMs } from "@/lib/core/candle-interval";
import type { StoredAlert } from "@/lib/db/alerts/alert-row";
import type { DecidedAlert } from "@/lib/db/alerts/save-alerts";
import { findIndicatorAlerts } from "@/lib/db/alerts/swept-alerts";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { getCandles } from "@/lib/market/reference/candles";
import type { CandleDto } from "@/lib/schemas/market/market";

type Indicator = Extract<AlertCondition, { kind: "indicator" }>;
/** Candles behind an indicator: enough for an average of 200 to forget how it began. */
const CANDLES = 1_000;

/**
 * Decides the alerts about indicators, at closed candles only. Each indicator is computed once for all alerts
 * about it.
 */
export async function sweepIndicators(nowMs: number): Promise<DecidedAlert[]> {
  const groups = new Map<string, { condition: Indicator; alerts: StoredAlert[] }>();
  for (const alert of await findIndicatorAlerts()) {
    const { condition } = alert;
    if (condition.kind !== "indicator") continue;
    const { symbol, interval, indicator, length } = condition;
    const key = [symbol, interval, indicator, length].join(" ");
    const group = groups.get(key) ?? { condition, alerts: [] };
    groups.set(key, group);
    group.alerts.push(alert);
  }
  const decided: DecidedAlert[] = [];
  for (const { condition, alerts } of groups.values()) {
    try {
      const { symbol, interval } = condition;
      const { candles } = await getCandles({ symbol, interval, limit: CANDLES });
      const closed = candles.filter(({ startMs }) => candleEndMs(interval, startMs) <= nowMs);
      const points = calculate(condition, closed);
      decided.push(...alerts.flatMap((alert) => decide(alert, points, nowMs)));
    } catch (error) {
      reportError("indicator-not-evaluated", error, { symbol: condition.symbol });
    }
  }
  return decided;
}

/** The indicator at each closed candle; against the close for an average, against nothing yet for the RSI. */
function calculate({ indicator, length, interval }: Indicator, candles: readonly CandleDto[]) {
  const series =
    indicator === "rsi" ? new RSI(length) : indicator === "sma" ? new SMA(length) : new EMA(length);
  return candles.flatMap(({ startMs, close }, index) => {
    const value = series.update(Number(close), false);
    if (value === null || index + 1 < length) return [];
    return [{ value, close: Number(close), closeMs: candleEndMs(interval, startMs) }];
  });
}

function decide(alert: StoredAlert, points: ReturnType<typeof calculate>, nowMs: number): DecidedAlert[] {
  const { condition, afterMs } = alert;
  if (condition.kind !== "indicator") return [];
  const { level, direction } = condition;
  const compared = points.map(
    ({ value, close, closeMs }): IndicatorPoint =>
      level === null ? { value: close, against: value, closeMs } : { value, against: Number(level), closeMs },
  );
  const cross = findIndicatorCross(compared, { direction, afterMs });
  if (cross === null) return [];
  const { value, against, closeMs } = cross.point;
  if (alert.expiresMs !== null && closeMs >= alert.expiresMs) return [];
  const shown = (one: number) => String(Number(one.toPrecision(8)));
  const facts = {
    kind: "indicator",
    way: cross.way,
    value: level === null ? shown(value) : value.toFixed(2),
    against: level ?? shown(against),
  } as const;
  return [{ alert, decision: fire(alert, facts, { atMs: closeMs, rearmMs: nowMs }) }];
}
