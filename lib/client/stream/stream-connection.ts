import { callAt } from "@/lib/client/call-at";
import type { openEventStream, StreamEvent } from "@/lib/client/stream/open-event-stream";
import {
  dueAt,
  IDLE,
  type ReconnectEffect,
  type ReconnectInput,
  readPhase,
  type StreamPhase,
  type StreamProblem,
  step,
} from "@/lib/client/stream/reconnect-machine";

/** Status of a connection, for the page. */
export type ConnectionState = { phase: StreamPhase; problem: StreamProblem | null };

type Options = {
  open: typeof openEventStream;
  /** The URL with the parameters that only count when opening: the reader's position. */
  resolve: (target: string) => string;
  /**
   * Events of the current connection. `connection` distinguishes it from the next, whose state starts empty.
   */
  onEvents: (connection: number, events: StreamEvent[]) => void;
  onBytes: (count: number) => void;
  onState: (state: ConnectionState) => void;
  /** A server has rejected the URL; `isFinal` when the same request would be rejected again. */
  onReject: (problem: StreamProblem, isFinal: boolean) => void;
};

/** One event stream that reconnects: runs the actions of `reconnect-machine`. */
export class StreamConnection {
  readonly #options: Options;
  readonly #open = new Map<number, () => void>();
  #state = IDLE;
  #shown: ConnectionState = { phase: "idle", problem: null };
  #cancelTimer = () => {};

  constructor(options: Options) {
    this.#options = options;
  }

  get phase(): StreamPhase {
    return readPhase(this.#state);
  }

  /** Streams from this URL; null closes everything. */
  setTarget(target: string | null): void {
    this.#put({ type: "target", target });
  }

  /**
   * Reconnects immediately unless the connection is healthy: the page is visible or the device online again.
   */
  wake(): void {
    this.#put({ type: "wake", hasSlept: false });
  }

  /** Reconnects immediately: pending data of the old connection is from before the sleep. */
  wakeFromSleep(): void {
    this.#put({ type: "wake", hasSlept: true });
  }

  /** The device is offline. */
  recordOffline(): void {
    this.#put({ type: "offline" });
  }

  /** Runs what is due. Timers do this, too, but browsers throttle the timers of a hidden page. */
  checkTime(): void {
    const at = dueAt(this.#state);
    if (at !== null && Date.now() >= at) this.#put({ type: "due" });
  }

  /** Closes a connection whose events can't be used, and opens another one. */
  drop(connection: number): void {
    this.#close(connection);
    const problem = { code: "gap", message: null };
    this.#put({ type: "failed", id: connection, problem });
  }

  #put(input: ReconnectInput): void {
    const context = { nowMs: Date.now(), random: Math.random };
    const { state, effects } = step(this.#state, input, context);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#show();
    this.#setTimer();
  }

  #carryOut(effect: ReconnectEffect): void {
    if (effect.type === "close") {
      this.#close(effect.id);
      return;
    }
    const { id, target } = effect;
    const { open, resolve, onBytes, onReject } = this.#options;
    const close = open(resolve(target), {
      onEvents: (events) => this.#receive(id, events),
      onRetryHint: (ms) => this.#put({ type: "retry-hint", id, ms }),
      onBytes,
      onEnd: () => this.#lose(id, { type: "ended", id }),
      onFail: (problem) => this.#lose(id, { type: "failed", id, problem }),
      onReject: (rejection) => {
        this.#lose(id, { type: "rejected", id, ...rejection });
        onReject(rejection.problem, this.#state.isRejected);
      },
    });
    this.#open.set(id, close);
  }

  #lose(id: number, input: ReconnectInput): void {
    this.#open.delete(id);
    this.#put(input);
  }

  #receive(id: number, events: StreamEvent[]): void {
    this.#put({ type: "heard", id });
    if (this.#state.current?.id === id) this.#options.onEvents(id, events);
  }

  #close(id: number): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  #show(): void {
    const phase = readPhase(this.#state);
    const { problem } = this.#state;
    if (phase === this.#shown.phase && problem === this.#shown.problem) return;
    this.#shown = { phase, problem };
    this.#options.onState(this.#shown);
  }

  #setTimer(): void {
    this.#cancelTimer();
    const at = dueAt(this.#state);
    if (at !== null) this.#cancelTimer = callAt(at, () => this.checkTime());
  }
}
