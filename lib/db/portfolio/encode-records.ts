import "server-only";
import { listChallengeRecords } from "@/lib/core/challenge/challenge-records";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { listJournalRecords } from "@/lib/core/journal/journal-record";
import { isoTime } from "@/lib/db/iso-time";

/** A decision's events and the resulting portfolio, with its owner. */
type Decision = { userId: string; after: { id: string }; events: readonly PortfolioEvent[] };

/** Journal rows for the round trips that the events of a decision close. */
export function encodeJournal({ userId, after, events }: Decision) {
  return listJournalRecords(events).map(({ openedAtMs, closedAtMs, ...record }) => ({
    id: `${after.id}.${record.roundTripId}`,
    userId,
    ...record,
    openedAt: isoTime(openedAtMs),
    closedAt: isoTime(closedAtMs),
  }));
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
