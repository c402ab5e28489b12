import type { EventRow } from "@/lib/core/proof/event-text";

/** A portfolio's whole log with what it led to, as anybody may be handed it. Money as text. */
export type Statement = {
  format: "terminal-zero-statement-1";
  portfolioId: string;
  madeAt: string;
  /** What the log is said to lead to. */
  balance: string;
  headHash: string;
  events: readonly EventRow[];
};

/** Reads a file as a statement. @throws SyntaxError naming what is missing */
export function readStatement(text: string): Statement {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError("This file is not JSON.");
  }
  if (!isRecord(value) || value.format !== "terminal-zero-statement-1") {
    throw new SyntaxError("This file is not a statement of Terminal Zero.");
  }
  const { portfolioId, balance, headHash, events } = value;
  if (![portfolioId, balance, headHash].every((one) => typeof one === "string") || !Array.isArray(events)) {
    throw new SyntaxError("This statement lacks its portfolio, balance, head or events.");
  }
  events.forEach((row, index) => {
    const isRow =
      isRecord(row) &&
      Number.isInteger(row.seq) &&
      Number.isInteger(row.atMs) &&
      [row.type, row.payload, row.hash].every((one) => typeof one === "string");
    if (!isRow) throw new SyntaxError(`Line ${index + 1} of this statement is not an event.`);
  });
  return value as Statement;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
