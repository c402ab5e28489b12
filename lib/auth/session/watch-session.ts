import "server-only";
import { findEndedSessions, type SessionName } from "@/lib/auth/session/session-store";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** How often sessions with an open stream are checked, in ms: a stream is closed within twice that. */
const LOOK_MS = 1_000;

type Watch = {
  listeners: Map<string, { session: SessionName; calls: Set<() => void> }>;
  timer: ReturnType<typeof setInterval> | null;
};

/**
 * Calls `onEnd` soon after a session has ended, to close what it opened. Returns a function that stops
 * watching. All sessions of the process are checked by one command; while Redis is unavailable the database
 * is read, and while both are unavailable, sessions count as active.
 */
export function watchSession(session: SessionName, onEnd: () => void): () => void {
  const watch = getProcessSingleton<Watch>("session-watch", () => ({ listeners: new Map(), timer: null }));
  const { sessionId } = session;
  const listeners = watch.listeners.get(sessionId) ?? { session, calls: new Set() };
  listeners.calls.add(onEnd);
  watch.listeners.set(sessionId, listeners);
  watch.timer ??= setInterval(() => void look(watch), LOOK_MS).unref();
  return () => {
    listeners.calls.delete(onEnd);
    if (listeners.calls.size === 0) watch.listeners.delete(sessionId);
    if (watch.listeners.size > 0 || !watch.timer) return;
    clearInterval(watch.timer);
    watch.timer = null;
  };
}

async function look(watch: Watch): Promise<void> {
  try {
    const watched = [...watch.listeners.values()].map(({ session }) => session);
    for (const sessionId of await findEndedSessions(watched)) {
      for (const onEnd of [...(watch.listeners.get(sessionId)?.calls ?? [])]) onEnd();
    }
  } catch (error) {
    reportError("sessions-unreadable", error);
  }
}
