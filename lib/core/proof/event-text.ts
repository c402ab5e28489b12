import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { type Decimal, formatDecimal, parseDecimal } from "@/lib/core/decimal";
import type { EventBody, PortfolioEvent } from "@/lib/core/engine/events";
import type { LimitState } from "@/lib/core/limits/limit-state";

/** The previous hash of a portfolio's first event. */
export const GENESIS_HASH = "0".repeat(64);

/** One event as stored: `payload` is the exact text that the hash covers. */
export type EventRow = { seq: number; type: string; payload: string; atMs: number; hash: string };

/** Keys with a plain text value. All other text in a payload is a decimal. */
const TEXT_KEYS = {
  amountOf: true,
  base: true,
  breachWhen: true,
  challengeId: true,
  name: true,
  of: true,
  resetAt: true,
  scope: true,
  summary: true,
  zone: true,
  closesAt: true,
  opensAt: true,
  outcome: true,
  per: true,
  symbols: true,
  by: true,
  cause: true,
  id: true,
  kind: true,
  liquidity: true,
  marginMode: true,
  note: true,
  orderId: true,
  orderIds: true,
  purpose: true,
  reason: true,
  requestId: true,
  rules: true,
  side: true,
  source: true,
  status: true,
  symbol: true,
  timeInForce: true,
  type: true,
  warned: true,
} as const satisfies Record<TextKeyOf<EventBody | ChallengeState | LimitState>, true>;

/**
 * JSON with each decimal as text. Hand-written, since a replacer function makes `JSON.stringify` much slower.
 */
export function toJsonText(value: unknown): string {
  switch (typeof value) {
    case "bigint":
      return `"${formatDecimal(value as Decimal)}"`;
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `[${value.map(toJsonText).join()}]` : toObjectText(value);
    case "boolean":
    case "number":
    case "string":
      return JSON.stringify(value);
    default:
      throw new TypeError(`A ${typeof value} can't be stored.`);
  }
}

function toObjectText(value: object): string {
  let text = "{";
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    text += text === "{" ? `"${key}":` : `,"${key}":`;
    text += toJsonText(item);
  }
  return `${text}}`;
}

/** Restores the input of `toJsonText` from its parsed text. @throws RangeError where a decimal should be. */
export function fromJson<T>(value: unknown): T {
  return revive(value, false) as T;
}

/** The event of a row. */
export function openEvent(row: EventRow): PortfolioEvent {
  const body = fromJson<Record<string, unknown>>(JSON.parse(row.payload));
  return { ...body, type: row.type, seq: row.seq, atMs: row.atMs } as PortfolioEvent;
}

/**
 * The text that an event's hash (SHA-256 in hex) covers: previous hash, portfolio, sequence, type,
 * milliseconds since 1970 and payload, one a line, so that anyone can recompute a log from its rows.
 */
export function hashedText(portfolioId: string, previous: string, row: Omit<EventRow, "hash">): string {
  return [previous, portfolioId, row.seq, row.type, row.atMs, row.payload].join("\n");
}

function revive(value: unknown, isText: boolean): unknown {
  if (typeof value === "string") return isText ? value : parseDecimal(value);
  if (Array.isArray(value)) return value.map((item) => revive(item, isText));
  if (typeof value !== "object" || value === null) return value;
  const revived: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) revived[key] = revive(item, key in TEXT_KEYS);
  return revived;
}

/** Every key at any depth whose value is text but no decimal: the compiler keeps the table above complete. */
type TextKeyOf<T> = T extends bigint
  ? never
  : T extends readonly (infer Item)[]
    ? TextKeyOf<Item>
    : T extends object
      ? {
          [K in keyof T]-?: HoldsText<NonNullable<T[K]>> extends true ? K : TextKeyOf<NonNullable<T[K]>>;
        }[keyof T]
      : never;
type HoldsText<T> = T extends string | readonly string[] ? true : false;
