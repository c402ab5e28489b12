import "server-only";
import { div, formatDecimal, formatRounded, mul, parseDecimal, parseMoney } from "@/lib/core/decimal";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type LimitState, rollLimits } from "@/lib/core/limits/limit-state";
import { findNextClosing, listLimitLocks } from "@/lib/core/limits/list-limit-locks";
import { createEmptyLimits, type OwnLimits } from "@/lib/core/limits/own-limits";
import type { OwnLimitsBody, OwnLimitsDto } from "@/lib/schemas/challenge/own-limits";

const HUNDRED = parseDecimal("100");
const toIso = (atMs: number) => new Date(atMs).toISOString();

/** A portfolio's own limits at `nowMs` as shown to its owner; null without any. */
export function toOwnLimitsDto(
  { limits: stored, balance }: Pick<PortfolioState, "limits" | "balance">,
  nowMs: number,
): OwnLimitsDto | null {
  const state = stored && rollLimits(stored, { nowMs, balance });
  if (state === null) return null;
  const { limits, pending, day } = state;
  return {
    zone: limits.zone,
    limits: toBody(limits),
    pending: pending && { limits: toBody(pending.limits), from: toIso(pending.fromMs) },
    day: {
      endsAt: toIso(day.endMs),
      balance: formatRounded(day.balance),
      net: formatRounded(day.net),
      trades: day.trades,
      lossesInRow: day.lossesInRow,
    },
    locks: listLockDtos(state, nowMs),
  };
}

/** No limit, as shown to the owner. */
export function buildEmptyLimitsDto(zone: string): OwnLimitsDto {
  return { zone, limits: toBody(createEmptyLimits(zone)), pending: null, day: null, locks: [] };
}

/** The limits of a request, in the trader's zone. */
export function readOwnLimits(body: OwnLimitsBody, zone: string): OwnLimits {
  const { dayLoss, dayLossPercent, ...others } = body;
  return {
    zone,
    dayLoss: dayLoss === null ? null : parseMoney(dayLoss),
    dayLossShare: dayLossPercent === null ? null : div(parseDecimal(dayLossPercent), HUNDRED),
    ...others,
  };
}

function toBody({ zone: _, dayLoss, dayLossShare, ...others }: OwnLimits): OwnLimitsBody {
  return {
    dayLoss: dayLoss && formatDecimal(dayLoss),
    dayLossPercent: dayLossShare && formatDecimal(mul(dayLossShare, HUNDRED)),
    ...others,
  };
}

function listLockDtos(state: LimitState, nowMs: number): OwnLimitsDto["locks"] {
  const closing = findNextClosing(state, nowMs);
  return [
    ...listLimitLocks(state, nowMs).map(({ cause, untilMs }) => ({
      cause,
      from: null,
      until: toIso(untilMs),
    })),
    ...(closing === null
      ? []
      : [{ cause: "hours" as const, from: toIso(closing.fromMs), until: toIso(closing.untilMs) }]),
  ];
}
