import type { Anchoring } from "@/lib/core/proof/check-anchors";
import type { StatementResult } from "@/lib/core/proof/verify-statement";

/** A verification result as sentences; the first is the result itself. */
export function resultSentences(result: StatementResult): string[] {
  if (!result.ok) return [`Event ${result.seq} does not hold: ${result.why}.`];
  const { events, fills, results, balance, opening, adjustments, resets, settlements, anchoring } = result;
  return [
    `OK: ${anchoringClause(anchoring)}.`,
    `${events} events, ${fills} fills, ${results} results; opened with ${opening}, adjusted by ${adjustments}, ${resets} resets; balance ${balance}.`,
    ...(settlements > 0
      ? [`Positions settled at a price that an operator gave, which the log can't prove: ${settlements}.`]
      : []),
    ...anchoringNotes(anchoring, events),
    `Checked: ${CHECKED}.`,
    "Not covered by any hash: the time at which the file was made.",
  ];
}

const CHECKED = [
  "the hash of every event and its place in the chain",
  "the order of time",
  "each order's terms and margin",
  "each fill against its order, its book levels, its tick, the fee rates and price limits of its rules",
  "liquidations by the marks and risk tiers that they name, and what they were settled at",
  "funding as quantity × mark × rate, once for each instant",
  "closed trades",
  "each result, baseline and day of a challenge",
  "the ledger, the balance, the opening and the adjustments",
].join("; ");

function anchoringClause(anchoring: Anchoring): string {
  return anchoring.kind === "anchored"
    ? `consistent, anchored on ${anchoring.day} through event ${anchoring.seq}`
    : "consistent, not anchored";
}

function anchoringNotes(anchoring: Anchoring, events: number): string[] {
  if (anchoring.kind === "not-anchored")
    return [
      `Not anchored: ${anchoring.why}. A log that agrees with itself may still be cut short, or another than the one that was kept.`,
    ];
  const { day, seq, newestDay } = anchoring;
  const notes: string[] = [];
  if (seq < events) notes.push(`Events ${seq + 1} to ${events} are not anchored yet.`);
  if (newestDay > day)
    notes.push(
      `The published anchors go on to ${newestDay}; this statement does not show whether the log does.`,
    );
  return notes;
}
