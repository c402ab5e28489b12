/** The server pings every 15 s; a connection without data for longer is dead, ms. */
const SILENCE_MS = 20_000;
/** How long a connection may be without data once the device is offline, ms. */
const OFFLINE_SILENCE_MS = 3_000;
/** A connection that lasted this long worked: its end is no failed attempt, ms. */
const STABLE_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Responses that a retry may change; all other rejections are final. */
const TEMPORARY = new Set([408, 425, 429]);

/** One connection. `heardAtMs` is null until its first event. */
type Connection = { id: number; openedAtMs: number; heardAtMs: number | null };

/** Why there is no stream: `code` for programs, `message` for people. */
export type StreamProblem = { code: string; message: string | null };

/** The machine's status, for the page. */
export type StreamPhase = "idle" | "connecting" | "open" | "waiting" | "rejected";

/** The whole state of one stream. All times are of the caller's clock, ms. */
export type ReconnectState = {
  /** The URL to stream from; null while no stream is needed. */
  target: string | null;
  /** The connection whose events are used. */
  current: Connection | null;
  /** A connection that replaces `current` with its first event. */
  next: Connection | null;
  nextId: number;
  /** Failed attempts since the last working connection. */
  failures: number;
  retryAtMs: number | null;
  /** The server's `retry:` field: the pause after an intended end, ms. */
  retryHintMs: number;
  /** When the device went offline; null while online. */
  offlineSinceMs: number | null;
  problem: StreamProblem | null;
  isRejected: boolean;
};

export type ReconnectInput =
  | { type: "target"; target: string | null }
  | { type: "heard"; id: number }
  | { type: "retry-hint"; id: number; ms: number }
  /** The server ended the stream intentionally. */
  | { type: "ended"; id: number }
  | { type: "failed"; id: number; problem: StreamProblem }
  | { type: "rejected"; id: number; status: number; problem: StreamProblem; retryAfterMs: number | null }
  /** The page is visible again, or the device is online again. */
  | { type: "wake"; hasSlept: boolean }
  | { type: "offline" }
  /** `dueAt` has been reached. */
  | { type: "due" };

export type ReconnectEffect = { type: "open"; id: number; target: string } | { type: "close"; id: number };

/** Inputs of a step from outside. `random` is in [0, 1). */
export type ReconnectContext = { nowMs: number; random: () => number };

export const IDLE: ReconnectState = {
  target: null,
  current: null,
  next: null,
  nextId: 1,
  failures: 0,
  retryAtMs: null,
  retryHintMs: 1_000,
  offlineSinceMs: null,
  problem: null,
  isRejected: false,
};

/** The status of this state, for the page. */
export function readPhase(state: ReconnectState): StreamPhase {
  if (state.target === null) return "idle";
  if (state.current) return "open";
  if (state.next) return "connecting";
  return state.isRejected ? "rejected" : "waiting";
}

/**
 * The next instant at which the machine needs the input `due`, in ms; null when only events can change it.
 */
export function dueAt(state: ReconnectState): number | null {
  const times = [state.current, state.next].flatMap((one) => (one ? [silentAt(one, state)] : []));
  if (state.retryAtMs !== null) times.push(state.retryAtMs);
  return times.length === 0 ? null : Math.min(...times);
}

/** One step of the machine: the state after `input`, and the actions to run, in order. */
export function step(
  state: ReconnectState,
  input: ReconnectInput,
  context: ReconnectContext,
): { state: ReconnectState; effects: ReconnectEffect[] } {
  switch (input.type) {
    case "target":
      return changeTarget(state, input.target, context);
    case "heard":
      return hear(state, input.id, context);
    case "retry-hint":
      return unchanged(isKnown(state, input.id) ? { ...state, retryHintMs: input.ms } : state);
    case "ended":
      return lose(state, input.id, { kind: "ended" }, context);
    case "failed":
      return lose(state, input.id, { kind: "failed", problem: input.problem }, context);
    case "rejected":
      return lose(state, input.id, { ...input, kind: "rejected" }, context);
    case "wake":
      return wake(state, input.hasSlept, context);
    case "offline":
      return unchanged({ ...state, offlineSinceMs: context.nowMs });
    case "due":
      return checkTimes(state, context);
  }
}

type Step = { state: ReconnectState; effects: ReconnectEffect[] };
type Loss =
  | { kind: "ended" }
  | { kind: "failed"; problem: StreamProblem }
  | { kind: "rejected"; status: number; problem: StreamProblem; retryAfterMs: number | null };

const unchanged = (state: ReconnectState): Step => ({ state, effects: [] });
const isKnown = ({ current, next }: ReconnectState, id: number) => current?.id === id || next?.id === id;

function silentAt({ openedAtMs, heardAtMs }: Connection, { offlineSinceMs }: ReconnectState): number {
  const at = (heardAtMs ?? openedAtMs) + SILENCE_MS;
  return offlineSinceMs === null ? at : Math.min(at, offlineSinceMs + OFFLINE_SILENCE_MS);
}

function changeTarget(state: ReconnectState, target: string | null, context: ReconnectContext): Step {
  if (target === state.target) return unchanged(state);
  if (target === null) {
    const { nextId, retryHintMs, offlineSinceMs } = state;
    return { state: { ...IDLE, nextId, retryHintMs, offlineSinceMs }, effects: closeAll(state) };
  }
  return open({ ...state, target, failures: 0, problem: null, isRejected: false }, context);
}

/** Opens a connection to the target; an open one stays until the new one delivers its first event. */
function open(state: ReconnectState, { nowMs }: ReconnectContext): Step {
  const { target, next, nextId } = state;
  if (target === null) return unchanged(state);
  const connection: Connection = { id: nextId, openedAtMs: nowMs, heardAtMs: null };
  const effects: ReconnectEffect[] = next ? [{ type: "close", id: next.id }] : [];
  effects.push({ type: "open", id: nextId, target });
  return { state: { ...state, next: connection, nextId: nextId + 1, retryAtMs: null }, effects };
}

function hear(state: ReconnectState, id: number, { nowMs }: ReconnectContext): Step {
  const { current, next } = state;
  if (next?.id === id) {
    const effects: ReconnectEffect[] = current ? [{ type: "close", id: current.id }] : [];
    const opened = { ...next, heardAtMs: nowMs };
    const fresh = { current: opened, next: null, problem: null, isRejected: false, offlineSinceMs: null };
    return { state: { ...state, ...fresh }, effects };
  }
  if (current?.id !== id) return unchanged(state);
  const heard = { ...current, heardAtMs: nowMs };
  const failures = nowMs - current.openedAtMs >= STABLE_MS ? 0 : state.failures;
  return unchanged({ ...state, current: heard, failures, offlineSinceMs: null });
}

function lose(state: ReconnectState, id: number, loss: Loss, context: ReconnectContext): Step {
  const { current, next } = state;
  if (!isKnown(state, id)) return unchanged(state);
  const left = { ...state, ...(current?.id === id ? { current: null } : { next: null }) };
  const lost = current?.id === id ? current : next;
  // Its replacement is being opened already.
  if (left.next) return unchanged(left);
  const isStable = lost !== null && lost.heardAtMs !== null && context.nowMs - lost.openedAtMs >= STABLE_MS;
  if (loss.kind === "ended" && isStable) {
    const retryAtMs = context.nowMs + jitter(state.retryHintMs, context);
    return unchanged({ ...left, retryAtMs });
  }
  return unchanged(waitAfter(left, loss, context));
}

function waitAfter(state: ReconnectState, loss: Loss, context: ReconnectContext): ReconnectState {
  const isRejected = loss.kind === "rejected" && isFinal(loss.status);
  const asked = loss.kind === "rejected" ? (loss.retryAfterMs ?? 0) : 0;
  const pause = isRejected
    ? LONGEST_PAUSE_MS
    : Math.min(FIRST_PAUSE_MS * 2 ** state.failures, LONGEST_PAUSE_MS);
  return {
    ...state,
    isRejected,
    failures: state.failures + 1,
    // Never sooner than the server's `retry`.
    retryAtMs: context.nowMs + Math.max(asked, 0) + jitter(pause, context),
    problem: loss.kind === "ended" ? null : loss.problem,
  };
}

/** A rejection that the same request would get again. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && !TEMPORARY.has(status);
}

/** Jitter: subtracts a random half, so that browsers disconnected together do not reconnect together. */
function jitter(pauseMs: number, { random }: ReconnectContext): number {
  return Math.round(pauseMs * (0.5 + random() / 2));
}

function wake(state: ReconnectState, hasSlept: boolean, context: ReconnectContext): Step {
  if (state.target === null) return unchanged({ ...state, offlineSinceMs: null });
  const { current } = state;
  if (current && !hasSlept && context.nowMs < silentAt(current, { ...state, offlineSinceMs: null })) {
    return unchanged({ ...state, offlineSinceMs: null });
  }
  const effects = closeAll(state);
  const fresh = { current: null, next: null, failures: 0, isRejected: false, offlineSinceMs: null };
  const opened = open({ ...state, ...fresh }, context);
  return { state: opened.state, effects: [...effects, ...opened.effects] };
}

function checkTimes(state: ReconnectState, context: ReconnectContext): Step {
  const { nowMs } = context;
  const { current, next, retryAtMs } = state;
  const isSilent = (one: Connection | null): one is Connection =>
    one !== null && nowMs >= silentAt(one, state);
  if (isSilent(next)) {
    const lost = lose(state, next.id, { kind: "failed", problem: SILENT }, context);
    return { state: lost.state, effects: [{ type: "close", id: next.id }, ...lost.effects] };
  }
  if (isSilent(current)) {
    const alone = { ...state, current: null, problem: SILENT, failures: Math.max(1, state.failures) };
    const effects: ReconnectEffect[] = [{ type: "close", id: current.id }];
    if (next) return { state: alone, effects };
    // The time without data was long enough a pause.
    const opened = open(alone, context);
    return { state: opened.state, effects: [...effects, ...opened.effects] };
  }
  return retryAtMs !== null && nowMs >= retryAtMs ? open(state, context) : unchanged(state);
}

const SILENT: StreamProblem = { code: "silent", message: null };

function closeAll({ current, next }: ReconnectState): ReconnectEffect[] {
  return [current, next].flatMap((one) => (one ? [{ type: "close" as const, id: one.id }] : []));
}
