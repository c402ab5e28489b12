import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "@/lib/core/engine/commands";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  type BatchDecision,
  type BuildContext,
  decideBatch,
  type Request,
  type RequestOutcome,
  requestIdOf,
} from "@/lib/db/portfolio/decide-batch";
import { isReusedId, loadPortfolio, savePortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { cacheRecentState, consumeRecentState } from "@/lib/db/portfolio/recent-states";
import { findEvents, hasEvent } from "@/lib/db/queries/events";
import { createBackoff } from "@/lib/infra/backoff";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { isTransientFailure } from "@/lib/infra/redis/is-transient-failure";
import { AppError } from "@/lib/schemas/api-error";

/**
 * The largest number of requests of one portfolio that are decided on one read and committed by one write.
 */
const MAX_BATCH = 32;
const MAX_CONFLICTS = 20;
const MAX_FAILURES = 4;
const GIVE_UP_AFTER_MS = 8_000;

/**
 * The result of a command. `events` are committed and ready to be published; empty when nothing had to
 * change. `isReplayed`: the command was sent before; `events` are those of the first time, `state` is the
 * current one. A rejected command's events are those that the challenge rules produced before it.
 */
export type CommandResult =
  | { ok: true; isReplayed: boolean; events: readonly PortfolioEvent[]; state: PortfolioState }
  | { ok: false; reason: RejectReason; events: readonly PortfolioEvent[]; state: PortfolioState };

type Waiting = {
  request: Request;
  resolve: (result: CommandResult) => void;
  reject: (error: unknown) => void;
};

/**
 * The one command handler: the only way in which a portfolio changes. Reads it, decides, asserts the
 * invariants and writes events and rows in one statement if the portfolio is unchanged since the read;
 * otherwise reads and decides again. Several commands are executed together or not at all.
 *
 * @param options.ownerId required owner of the portfolio; leave it out only for the system's own commands
 * @throws AppError `not_found`, `client_order_id_reused` (the id belongs to another command) and, after
 * bounded retries, `service_unavailable`: the command may or may not be committed, and a retry is safe
 */
export function executeCommand(
  portfolioId: string,
  command: Command | readonly Command[],
  buildContext: BuildContext,
  options: { ownerId?: string } = {},
): Promise<CommandResult> {
  const commands = Array.isArray(command) ? (command as readonly Command[]) : [command as Command];
  // The commands of one portfolio are serialised, so that conflicts come from other processes only.
  const queues = getProcessSingleton("command-queues", () => new Map<string, Waiting[]>());
  return new Promise((resolve, reject) => {
    const waiting = { request: { commands, buildContext, ownerId: options.ownerId }, resolve, reject };
    const queue = queues.get(portfolioId);
    if (queue !== undefined) {
      queue.push(waiting);
      return;
    }
    const opened = [waiting];
    queues.set(portfolioId, opened);
    void drain(portfolioId, opened, queues);
  });
}

async function drain(portfolioId: string, queue: Waiting[], queues: Map<string, Waiting[]>): Promise<void> {
  try {
    while (queue.length > 0) {
      // Lets the callers resolved by the last write enqueue their next command before the next read.
      await new Promise(setImmediate);
      await resolveBatch(portfolioId, shiftBatch(queue));
    }
  } finally {
    // Must run in the same turn as the check of the queue: a command that is enqueued in between would never
    // run.
    queues.delete(portfolioId);
  }
}

/** The next requests, with distinct ids: a replayed request must find the idempotency record of the first. */
function shiftBatch(queue: Waiting[]): Waiting[] {
  const ids = new Set<string>();
  let size = 0;
  for (const { request } of queue.slice(0, MAX_BATCH)) {
    const id = requestIdOf(request.commands);
    if (id !== null && ids.has(id)) break;
    if (id !== null) ids.add(id);
    size += 1;
  }
  return queue.splice(0, size);
}

/** Resolves or rejects every request of a batch. */
async function resolveBatch(portfolioId: string, batch: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await commitBatch(portfolioId, batch);
    await Promise.all(
      batch.map(async ({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) throw new Error("A request was left without an outcome.");
        if (outcome.kind === "failed") reject(outcome.error);
        else if (outcome.kind === "replayed") resolve(await readReplayed(portfolioId, outcome));
        else resolve(toResult(outcome));
      }),
    );
  } catch (error) {
    // The database rejected one request of the batch: retried separately, the others succeed.
    if (batch.length === 1 || error instanceof AppError) for (const { reject } of batch) reject(error);
    else for (const waiting of batch) await resolveBatch(portfolioId, [waiting]);
  }
}

async function commitBatch(
  portfolioId: string,
  batch: readonly Waiting[],
): Promise<readonly RequestOutcome[]> {
  const requests = batch.map(({ request }) => request);
  const requestIds = requests.map(({ commands }) => requestIdOf(commands)).filter((id) => id !== null);
  const cached = consumeRecentState(portfolioId);
  const recent = cached && keepIfWritten(await decideBatch(cached, requests));
  const outcomeUnknown: BatchDecision[] = [];
  const pause = createBackoff({ firstMs: 4, maxMs: 250 });
  const startedMs = Date.now();
  let conflicts = 0;
  let failures = 0;
  while (conflicts < MAX_CONFLICTS && failures < MAX_FAILURES && Date.now() - startedMs < GIVE_UP_AFTER_MS) {
    let decision: BatchDecision | null = null;
    try {
      const earlier = await findCommitted(portfolioId, outcomeUnknown);
      if (earlier !== null) return earlier.outcomes;
      const isFirst = conflicts + failures === 0;
      if (isFirst && recent !== null) decision = recent;
      else {
        const stored = await loadPortfolio(portfolioId, requestIds);
        if (stored === null) throw new AppError("not_found", "There is no such portfolio.");
        decision = await decideBatch(stored, requests);
      }
      if (decision.change === null) return decision.outcomes;
      if (await savePortfolio(decision.change)) {
        cacheRecentState(decision.next);
        return decision.outcomes;
      }
      conflicts += 1;
      // A conflict with the cached state is not counted as contention.
      if (decision === recent) continue;
    } catch (error) {
      // The cached state has no idempotency records: the request was sent before, and the stored state has
      // its result.
      if (decision !== null && decision === recent && isReusedId(error)) {
        conflicts += 1;
        continue;
      }
      if (!isTransientFailure(error)) throw error;
      failures += 1;
      if (decision !== null) outcomeUnknown.push(decision);
    }
    await sleep(pause.nextMs());
  }
  throw new AppError("service_unavailable", "The database is busy; please try again.");
}

/**
 * A decision on the cached state is safe where every result depends on the write, which fails when another
 * process has written since and when a request is replayed; null otherwise.
 */
function keepIfWritten(decision: BatchDecision): BatchDecision | null {
  const isWritten = (outcome: RequestOutcome) => outcome.kind === "done" && outcome.events.length > 0;
  return decision.outcomes.every(isWritten) ? decision : null;
}

/** A write whose response was lost may be committed: checks the log. */
async function findCommitted(
  portfolioId: string,
  outcomeUnknown: readonly BatchDecision[],
): Promise<BatchDecision | null> {
  for (const decision of outcomeUnknown) {
    if (await hasEvent(portfolioId, decision.next.state.seq, decision.next.headHash)) return decision;
  }
  return null;
}

function toResult({
  kind: _,
  ...outcome
}: Extract<RequestOutcome, { kind: "done" | "rejected" }>): CommandResult {
  return "reason" in outcome ? { ok: false, ...outcome } : { ok: true, isReplayed: false, ...outcome };
}

/** A replayed request has the events of the first time. */
async function readReplayed(
  portfolioId: string,
  { idempotencyRecord, state }: Extract<RequestOutcome, { kind: "replayed" }>,
): Promise<CommandResult> {
  const { fromSeq, toSeq } = idempotencyRecord;
  const range = { afterSeq: fromSeq - 1, throughSeq: toSeq, limit: toSeq - fromSeq + 1 };
  return { ok: true, isReplayed: true, events: await findEvents(portfolioId, range), state };
}
