import "server-only";
import { listChallengeRecords } from "@/lib/core/challenge/challenge-records";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { changedSide } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type JournalRecord, listJournalRecords } from "@/lib/core/journal/journal-record";
import { isoTime } from "@/lib/db/iso-time";

/** A decision's events and the resulting portfolio, with its owner. */
type Decision = {
  userId: string;
  before: PortfolioState;
  after: { id: string };
  events: readonly PortfolioEvent[];
};

/**
 * Journal rows for the round trips that the events of a decision close. The database fills in the stretches of one that
 * has several.
 */
export function encodeJournal(decision: Decision) {
  const { userId, after, events } = decision;
  return listJournalRecords(events).map((record) => {
    const { openedAtMs, closedAtMs, ...rest } = record;
    return {
      id: `${after.id}.${record.roundTripId}`,
      userId,
      ...rest,
      ...(!isOneStretch(decision, record) && { stretches: [] }),
      openedAt: isoTime(openedAtMs),
      closedAt: isoTime(closedAtMs),
    };
  });
}

/** Whether a trade had one entry and one exit. */
function isOneStretch({ before, events }: Decision, record: JournalRecord): boolean {
  const { symbol, roundTripId, closedSeq } = record;
  const fills = events.filter(
    (event) =>
      event.type === "order-filled" &&
      event.symbol === symbol &&
      changedSide(event) === record.side &&
      event.seq >= roundTripId &&
      event.seq <= closedSeq,
  ).length;
  const known = before.positions.find(
    (position) => position.symbol === symbol && position.roundTrip.id === roundTripId,
  );
  return known === undefined ? fills === 2 : fills === 1 && known.changedSeq === roundTripId;
}

/** Rows of the challenge and of its phases that the events start and end. */
export function encodeChallenge({ userId, events }: Decision) {
  const { started, ended } = listChallengeRecords(events);
  return {
    started: started.map(({ plan, startedAtMs, ...rest }) => ({
      ...rest,
      userId,
      planId: plan.id,
      planName: plan.name,
      plan,
      startedAt: isoTime(startedAtMs),
    })),
    phases: started.map(({ challengeId, phase, status, startedAtMs }) => ({
      challengeId,
      phase,
      status,
      startedAt: isoTime(startedAtMs),
    })),
    ended: ended
      .filter(({ endsChallenge }) => endsChallenge)
      .map(({ challengeId, status, endedAtMs }) => ({ challengeId, status, endedAt: isoTime(endedAtMs) })),
    endedPhases: ended.map(({ challengeId, phase, status, endedAtMs, endedSeq }) => ({
      challengeId,
      phase,
      status,
      endedAt: isoTime(endedAtMs),
      endedSeq,
    })),
  };
}
