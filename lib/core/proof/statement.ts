import type { EventRow } from "@/lib/core/proof/event-text";
import type { MerkleStep } from "@/lib/core/proof/merkle";

/** The proof that a portfolio's head is in the public anchor of a day: the steps from its leaf to the day's root. */
export type StatementAnchor = {
  /** UTC, YYYY-MM-DD. */
  day: string;
  /** Sequence of the newest event at that time. */
  seq: number;
  /** How many heads the anchor holds. */
  portfolios: number;
  /** SHA-256, hex; also in the public list. */
  root: string;
  path: readonly MerkleStep[];
};

/** A portfolio's whole log with its resulting state and anchors. Money as text. */
export type Statement = {
  format: "terminal-zero-statement-2";
  portfolioId: string;
  /** When the file was made; not covered by a hash. */
  madeAt: string;
  /** The opening balance, and the sum of all adjustments since. */
  opening: string;
  adjustments: string;
  /** The claimed balance after the log. */
  balance: string;
  headHash: string;
  anchors: readonly StatementAnchor[];
  events: readonly EventRow[];
};

const STATEMENT_KEYS = [
  "format",
  "portfolioId",
  "madeAt",
  "opening",
  "adjustments",
  "balance",
  "headHash",
  "anchors",
  "events",
];
const EVENT_KEYS = ["seq", "type", "payload", "atMs", "hash"];
const ANCHOR_KEYS = ["day", "seq", "portfolios", "root", "path"];
const STEP_KEYS = ["side", "hash"];
const HEX_HASH = /^[0-9a-f]{64}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Parses a statement file; unknown fields are rejected. @throws SyntaxError naming what is wrong */
export function readStatement(text: string): Statement {
  const value = parse(text);
  if (!isRecord(value) || value.format !== "terminal-zero-statement-2") {
    throw new SyntaxError("This file is not a statement of Terminal Zero.");
  }
  rejectUnknown(value, STATEMENT_KEYS, "This statement");
  const { portfolioId, madeAt, opening, adjustments, balance, headHash, anchors, events } = value;
  const texts = [portfolioId, madeAt, opening, adjustments, balance, headHash];
  if (!texts.every((one) => typeof one === "string") || !Array.isArray(events) || !Array.isArray(anchors)) {
    throw new SyntaxError("This statement lacks its portfolio, balances, head, anchors or events.");
  }
  events.forEach((row, index) => {
    if (!isEventRow(row)) throw new SyntaxError(`Line ${index + 1} of this statement is not an event.`);
    rejectUnknown(row, EVENT_KEYS, `Line ${index + 1} of this statement`);
  });
  anchors.forEach((anchor, index) => {
    if (!isAnchor(anchor)) throw new SyntaxError(`Anchor ${index + 1} of this statement is not an anchor.`);
    rejectUnknown(anchor, ANCHOR_KEYS, `Anchor ${index + 1} of this statement`);
  });
  return value as Statement;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("This file is not JSON.");
  }
}

function isEventRow(row: unknown): row is Record<string, unknown> {
  return (
    isRecord(row) &&
    Number.isSafeInteger(row.seq) &&
    Number.isSafeInteger(row.atMs) &&
    [row.type, row.payload, row.hash].every((one) => typeof one === "string")
  );
}

function isAnchor(anchor: unknown): anchor is Record<string, unknown> {
  if (!isRecord(anchor) || !Array.isArray(anchor.path)) return false;
  return (
    typeof anchor.day === "string" &&
    DAY.test(anchor.day) &&
    Number.isSafeInteger(anchor.seq) &&
    Number.isSafeInteger(anchor.portfolios) &&
    isHash(anchor.root) &&
    anchor.path.every(isStep)
  );
}

function isStep(step: unknown): boolean {
  return (
    isRecord(step) &&
    Object.keys(step).every((key) => STEP_KEYS.includes(key)) &&
    (step.side === "left" || step.side === "right") &&
    isHash(step.hash)
  );
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && HEX_HASH.test(value);
}

function rejectUnknown(value: Record<string, unknown>, known: readonly string[], what: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new SyntaxError(`${what} has the unknown field "${unknown.slice(0, 60)}".`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
