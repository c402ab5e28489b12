import { formatDecimal } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { type Anchoring, checkAnchors } from "@/lib/core/proof/check-anchors";
import { checkEvent } from "@/lib/core/proof/check-event";
import { awaitAfter } from "@/lib/core/proof/checks/check-awaited";
import { pendingResult } from "@/lib/core/proof/checks/check-rules";
import { type EventRow, GENESIS_HASH, hashedText, openEvent, toJsonText } from "@/lib/core/proof/event-text";
import { LogMemory } from "@/lib/core/proof/log-memory";
import type { Sha256 } from "@/lib/core/proof/merkle";
import type { PublishedAnchors } from "@/lib/core/proof/published-anchors";
import type { Statement } from "@/lib/core/proof/statement";

export type { Sha256 } from "@/lib/core/proof/merkle";

/** What a statement proves, or the first invalid event and why. */
export type StatementResult =
  | {
      ok: true;
      events: number;
      /** Recomputed from the log, like the fields below. */
      opening: string;
      adjustments: string;
      balance: string;
      resets: number;
      fills: number;
      results: number;
      /** Positions that were closed at a price given by an operator. */
      settlements: number;
      anchoring: Anchoring;
    }
  | { ok: false; seq: number; why: string };

/**
 * Recomputes a log from nothing: each hash, each event's content against the log before it and the rules of
 * its version (`check-event.ts`), each balance, and finally the statement's claims and anchors. Hashes that
 * were recomputed over changed content are detected by the content checks, or else by an anchor only.
 *
 * @param published the public list of anchors, obtained apart from the statement; without it nothing is
 * anchored
 */
export async function verifyStatement(
  statement: Statement,
  sha256: Sha256,
  published: PublishedAnchors | null = null,
): Promise<StatementResult> {
  const replay = await replayLog(statement, sha256);
  if (!replay.ok) return replay;
  const { state, memory, hashes } = replay;
  const claim = checkClaims(statement, replay);
  if (claim !== null) return fault(state.seq, claim);
  const anchoring = await checkAnchors({ statement, hashes, published }, sha256);
  if (anchoring.kind === "fault") return fault(anchoring.seq, anchoring.why);
  const count = (...types: string[]) => statement.events.filter(({ type }) => types.includes(type)).length;
  return {
    ok: true,
    events: state.seq,
    opening: formatDecimal(memory.opening),
    adjustments: formatDecimal(memory.adjustments),
    balance: formatDecimal(state.balance),
    resets: memory.resets,
    fills: count("order-filled"),
    results: count("challenge-breached", "phase-passed"),
    settlements: memory.settlements,
    anchoring,
  };
}

type Replay = { ok: true; state: PortfolioState; memory: LogMemory; hashes: string[] };

async function replayLog(
  statement: Statement,
  sha256: Sha256,
): Promise<Replay | Extract<StatementResult, { ok: false }>> {
  let state: PortfolioState = EMPTY_STATE;
  const memory = new LogMemory();
  const hashes: string[] = [];
  for (const row of statement.events) {
    if (row.seq !== state.seq + 1) return fault(state.seq + 1, "an event is missing or out of order");
    const hash = await sha256(hashedText(statement.portfolioId, hashes.at(-1) ?? GENESIS_HASH, row));
    if (hash !== row.hash) return fault(row.seq, "its hash is not that of its content and the event before");
    hashes.push(hash);
    const step = replayOne(state, row, memory);
    if (!step.ok) return fault(row.seq, step.why);
    state = step.state;
  }
  return { ok: true, state, memory, hashes };
}

function replayOne(
  state: PortfolioState,
  row: EventRow,
  memory: LogMemory,
): { ok: true; state: PortfolioState } | { ok: false; why: string } {
  try {
    const event = openEvent(row);
    const { seq: _seq, atMs: _atMs, type: _type, ...body } = event;
    if (toJsonText(body) !== row.payload)
      return { ok: false, why: "its payload is not written as an event is" };
    const why = checkEvent({ state, event, memory });
    if (why !== null) return { ok: false, why };
    const after = apply(state, event);
    assertInvariants(after);
    memory.awaited = awaitAfter(event, state, memory.awaited);
    memory.record(event, after);
    return { ok: true, state: after };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : "it can't be read" };
  }
}

/** The statement's claims besides its events, compared with the state that the events led to. */
function checkClaims(statement: Statement, { state, memory, hashes }: Replay): string | null {
  if (state.id !== statement.portfolioId) return "the log opens another portfolio";
  if (memory.awaited !== null) return "the log ends in the middle of a decision";
  const pending = pendingResult(state);
  if (pending !== null) return pending;
  if ((hashes.at(-1) ?? GENESIS_HASH) !== statement.headHash)
    return "the log does not end at the head that is claimed";
  const figures = [
    ["balance", state.balance],
    ["opening", memory.opening],
    ["adjustments", memory.adjustments],
  ] as const;
  for (const [name, value] of figures) {
    const text = formatDecimal(value);
    if (text !== statement[name]) return `the log leads to ${name} ${text}, not to ${statement[name]}`;
  }
  return null;
}

function fault(seq: number, why: string): Extract<StatementResult, { ok: false }> {
  return { ok: false, seq, why };
}
