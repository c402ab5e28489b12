import "server-only";
import { createHash } from "node:crypto";
import type { Qty } from "@/lib/core/decimal";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decideTogether } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { type EquitySnapshot, recordEquitySnapshot } from "@/lib/core/engine/state/equity-snapshot";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { toJsonText } from "@/lib/core/proof/event-text";
import { sealEvents } from "@/lib/db/portfolio/seal-events";
import { type EncodedChange, encodeChange } from "@/lib/db/portfolio/stored-change";
import type { IdempotencyRecord, StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { AppError } from "@/lib/schemas/api-error";

/** Reads the decision's inputs from outside the portfolio; called again when the decision is repeated. */
export type BuildContext = (state: PortfolioState) => Context | Promise<Context>;

/** One caller's request: commands that are executed together or not at all. */
export type Request = {
  commands: readonly Command[];
  buildContext: BuildContext;
  /** Required owner of the portfolio; undefined for the system's own commands. */
  ownerId: string | undefined;
};

/** Result of one request. The events of a replayed request are those of the first one, still to be read. */
export type RequestOutcome =
  | { kind: "done"; events: readonly PortfolioEvent[]; state: PortfolioState }
  | { kind: "replayed"; idempotencyRecord: IdempotencyRecord; state: PortfolioState }
  | { kind: "rejected"; reason: RejectReason; events: readonly PortfolioEvent[]; state: PortfolioState }
  | { kind: "failed"; error: unknown };

/** Decisions on one stored state, in the order of the requests, and the single write that commits them. */
export type BatchDecision = {
  outcomes: readonly RequestOutcome[];
  /** The stored state after the write. */
  next: StoredPortfolio;
  /** For `savePortfolio`; null when nothing changed. */
  change: EncodedChange | null;
};

/** The idempotency key of a request, or null if it has none. */
export function requestIdOf(commands: readonly Command[]): string | null {
  for (const command of commands) {
    switch (command.type) {
      case "submit":
        return command.order.orderId;
      case "close-position":
      case "reverse-position":
        return command.orderId;
      case "adjust-margin":
        return command.requestId;
      case "close-all":
        return command.orderIdPrefix;
      // No client id contains a colon.
      case "settle-funding":
        return `funding:${command.symbol}:${command.fundingMs}${isOfShort(command) ? ":short" : ""}`;
    }
  }
  return null;
}

/** In hedge mode both sides of a symbol are charged for one instant. */
function isOfShort({ positionQty }: { positionQty?: Qty }): boolean {
  return positionQty !== undefined && positionQty < 0n;
}

/**
 * Decides each request on the state left by the ones before it. A failed request changes nothing. A rejected
 * one stores only the events that the challenge rules produced before it, without an idempotency record: sent
 * again, it is decided again.
 */
export async function decideBatch(
  stored: StoredPortfolio,
  requests: readonly Request[],
): Promise<BatchDecision> {
  const before = stored.state;
  let state = before;
  let lastContext: Context | null = null;
  const events: PortfolioEvent[] = [];
  const idempotencyRecords: IdempotencyRecord[] = [];
  const equity: EquitySnapshot[] = [];
  const outcomes: RequestOutcome[] = [];
  for (const request of requests) {
    const known = findReplay(stored, state, request) ?? rejectArchived(stored, request);
    const { outcome, context } = known ? { outcome: known } : await decideOne(state, request);
    outcomes.push(outcome);
    if (!("events" in outcome) || outcome.events.length === 0) continue;
    const requestId = requestIdOf(request.commands);
    if (requestId !== null && outcome.kind === "done") {
      const range = { fromSeq: state.seq + 1, toSeq: outcome.state.seq };
      idempotencyRecords.push({ requestId, bodyHash: hashCommands(request.commands), ...range });
    }
    events.push(...outcome.events);
    if (context) {
      const decision = { before: state, after: outcome.state, events: outcome.events };
      const snapshot = recordEquitySnapshot(decision, context);
      if (snapshot !== null) equity.push(snapshot);
    }
    state = outcome.state;
    lastContext = context ?? null;
  }
  const rows = sealEvents(before.id, stored.headHash, events);
  const change =
    lastContext === null
      ? null
      : encodeChange({
          userId: stored.userId,
          isArchived: stored.isArchived,
          before,
          after: state,
          events,
          rows,
          idempotencyRecords,
          equity,
          context: lastContext,
        });
  const next = { ...stored, state, headHash: rows.at(-1)?.hash ?? stored.headHash };
  return { outcomes, next, change };
}

function findReplay(stored: StoredPortfolio, state: PortfolioState, request: Request): RequestOutcome | null {
  if (request.ownerId !== undefined && request.ownerId !== stored.userId) {
    return { kind: "failed", error: new AppError("not_found", "There is no such portfolio.") };
  }
  const requestId = requestIdOf(request.commands);
  const idempotencyRecord = stored.idempotencyRecords.find((one) => one.requestId === requestId);
  if (idempotencyRecord === undefined) return null;
  if (idempotencyRecord.bodyHash === hashCommands(request.commands))
    return { kind: "replayed", idempotencyRecord, state };
  const message = "This clientOrderId was used for another order.";
  return { kind: "failed", error: new AppError("client_order_id_reused", message) };
}

/** An archived portfolio is outside its tier's limit of tradable ones; a TWAP opens nothing in it either. */
function rejectArchived({ isArchived }: StoredPortfolio, request: Request): RequestOutcome | null {
  const opens = (command: Command) =>
    (command.type === "submit" && command.order.reduceOnly !== true) || command.type === "reverse-position";
  if (!isArchived || !request.commands.some(opens)) return null;
  const message = "This portfolio is archived. Restore it to trade in it.";
  return { kind: "failed", error: new AppError("portfolio_archived", message) };
}

async function decideOne(
  before: PortfolioState,
  request: Request,
): Promise<{ outcome: RequestOutcome; context?: Context }> {
  try {
    const context = await request.buildContext(before);
    const decision = decideTogether(before, request.commands, context);
    const { events, state } = decision;
    if (events.length > 0) assertInvariants(state, context.instruments);
    const outcome: RequestOutcome = decision.ok
      ? { kind: "done", events, state }
      : { kind: "rejected", reason: decision.reason, events, state };
    return { outcome, context };
  } catch (error) {
    return { outcome: { kind: "failed", error } };
  }
}

/**
 * The epoch is left out: it states when a command was meant, not what it does. A funding instant is the same
 * whatever its sender and mark.
 */
function hashCommands(commands: readonly Command[]): string {
  const bodies = commands.map(({ epoch: _epoch, ...body }) =>
    body.type === "settle-funding" ? body.type : body,
  );
  return createHash("sha256").update(toJsonText(bodies)).digest("hex");
}
