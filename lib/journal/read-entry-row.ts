import "server-only";
import { z } from "zod";
import {
  type Decimal,
  formatPrice,
  formatRounded,
  fromNumber,
  parseDecimal,
  parseMoney,
  parsePrice,
  parseQty,
} from "@/lib/core/decimal";
import type { CheckedTrade } from "@/lib/core/journal/measure-playbooks";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import {
  excursions,
  exitEfficiency,
  plannedRewardToRisk,
  rMultiple,
  type TradeStretch,
  wholeStretch,
} from "@/lib/core/stats/round-trip";
import type { JournalRow } from "@/lib/db/journal/journal";
import type { FigureDto, JournalEntryDto } from "@/lib/schemas/journal-responses";

/** A ratio from here on, or NaN, is meaningless. */
const BEYOND = 1e12;

/** The column `stretches`, as `find_stretches` writes it. */
const storedStretches = z.array(
  z.object({
    qty: z.string(),
    cost: z.string(),
    realised: z.string(),
    highest: z.string(),
    lowest: z.string(),
  }),
);

/** A stored entry in the form that the statistics use. */
export function readTrade(row: JournalRow): CheckedTrade & { mistakes: readonly string[] } {
  return {
    symbol: row.symbol,
    side: row.side === "long" ? "long" : "short",
    qty: parseQty(row.qty),
    entryPrice: parsePrice(row.entryPrice),
    exitPrice: parsePrice(row.exitPrice),
    gross: parseMoney(row.gross),
    fees: parseMoney(row.fees),
    funding: parseMoney(row.funding),
    risk: row.risk === null ? null : parseMoney(row.risk),
    initialStop: row.initialStop === null ? null : parsePrice(row.initialStop),
    initialTarget: row.initialTarget === null ? null : parsePrice(row.initialTarget),
    openedAtMs: row.openedAt.getTime(),
    closedAtMs: row.closedAt.getTime(),
    exitReason: row.exitReason,
    setup: row.setup,
    rulesKept: row.rulesKept,
    rulesBroken: row.rulesBroken,
    moodBefore: row.moodBefore,
    moodAfter: row.moodAfter,
    tags: row.tags,
    mistakes: row.mistakes,
  };
}

/** A stored entry as shown to the trader, with derived fields. */
export function toEntryDto(row: JournalRow): JournalEntryDto {
  const trade = readTrade(row);
  const { initialStop: stop, initialTarget: target, entryPrice: entry, qty } = trade;
  const stretches = readStretches(row);
  const seen = stretches && excursions(stretches);
  const targets = target === null ? [] : [{ price: target, qty }];
  return {
    id: row.id,
    portfolioId: row.portfolioId,
    symbol: row.symbol,
    side: trade.side,
    qty: show(row.qty),
    entryPrice: formatPrice(entry),
    exitPrice: formatPrice(trade.exitPrice),
    leverage: show(row.leverage),
    gross: show(row.gross),
    fees: show(row.fees),
    funding: show(row.funding),
    net: show(row.net),
    risk: row.risk && show(row.risk),
    initialStop: stop && formatPrice(stop),
    initialTarget: target && formatPrice(target),
    r: toFigureDto(rMultiple(trade)),
    plannedRewardToRisk:
      stop === null
        ? { value: null, why: "no_initial_stop" }
        : toFigureDto(plannedRewardToRisk({ entry, stop, targets })),
    mfe: seen && formatRounded(seen.mfe),
    mae: seen && formatRounded(seen.mae),
    efficiency: seen ? toFigureDto(exitEfficiency(trade, seen.mfe)) : { value: null, why: "no_movement" },
    exitReason: row.exitReason as JournalEntryDto["exitReason"],
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt.toISOString(),
    notes: row.notes,
    tags: row.tags,
    mistakes: row.mistakes,
    setup: row.setup,
    rulesKept: row.rulesKept,
    rulesBroken: row.rulesBroken,
    rating: row.rating,
    moodBefore: row.moodBefore,
    moodAfter: row.moodAfter,
  };
}

/** The stretches of a trade with the prices seen in each; null where none were recorded. */
export function readStretches(row: JournalRow): TradeStretch[] | null {
  if (row.highest === null || row.lowest === null) return null;
  const whole = {
    highest: parsePrice(row.highest),
    lowest: parsePrice(row.lowest),
  };
  if (row.stretches === null) return [wholeStretch(readTrade(row), whole)];
  return storedStretches.parse(row.stretches).map(({ qty, cost, realised, highest, lowest }) => ({
    qty: parseQty(qty),
    cost: parseMoney(cost),
    realised: parseMoney(realised),
    highest: parsePrice(highest),
    lowest: parsePrice(lowest),
  }));
}

function show(stored: string): string {
  return formatRounded(parseDecimal(stored));
}

/** A figure as the API returns it. */
export function toFigureDto(figure: Figure<Decimal>): FigureDto {
  return figure.ok ? { value: formatRounded(figure.value), why: null } : { value: null, why: figure.why };
}

/** A statistic as the API returns it; one that no decimal of 20 digits can hold is marked as such. */
export function toNumberDto(value: Figure<number>): FigureDto {
  if (!value.ok) return toFigureDto(value);
  const isInRange = Math.abs(value.value) < BEYOND;
  return toFigureDto(isInRange ? figure(fromNumber(value.value)) : noFigure("beyond_range"));
}
