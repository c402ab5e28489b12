import type { Clock } from "@/emulators/qstash/clock";
import type { FlowControl } from "@/emulators/qstash/publish/message";

type Key = {
  limits: FlowControl;
  pinned: { parallelism?: number; rate?: number; periodMs?: number };
  active: number;
  started: number;
  periodStartMs: number;
  isPaused: boolean;
  isTimerSet: boolean;
  waiting: { start: () => void; signal: AbortSignal }[];
};

/** Limits the deliveries of one key by its parallelism and its rate; first come, first served. */
export class FlowControls {
  readonly #clock: Clock;
  readonly #closed: AbortSignal;
  readonly #keys = new Map<string, Key>();

  constructor(clock: Clock, closed: AbortSignal) {
    this.#clock = clock;
    this.#closed = closed;
  }

  /** Waits for a slot and returns its release function. @throws the signal's reason when it is aborted */
  async acquire(limits: FlowControl, signal: AbortSignal): Promise<() => void> {
    const key = this.#open(limits.key);
    // The newest message's limits apply to the whole key.
    key.limits = limits;
    await new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      const stop = () => {
        key.waiting = key.waiting.filter((waiter) => waiter !== mine);
        reject(signal.reason);
      };
      const start = () => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const mine = { start, signal };
      signal.addEventListener("abort", stop, { once: true });
      key.waiting.push(mine);
      this.#startWhatMay(key);
    });
    return () => {
      key.active -= 1;
      this.#startWhatMay(key);
    };
  }

  /** Stops or restarts the deliveries of a key. */
  setPaused(name: string, isPaused: boolean): void {
    const key = this.#open(name);
    key.isPaused = isPaused;
    this.#startWhatMay(key);
  }

  /** Pins limits of a key, overriding those of messages; undefined ones are unpinned. */
  pin(name: string, pinned: Key["pinned"]): void {
    const key = this.#open(name);
    key.pinned = pinned;
    this.#startWhatMay(key);
  }

  /** What a key's limits are pinned to. */
  pinnedOf(name: string): Key["pinned"] {
    return this.#open(name).pinned;
  }

  /** Starts a new period for a key immediately. */
  resetRate(name: string): void {
    const key = this.#open(name);
    key.started = 0;
    key.periodStartMs = this.#clock.nowMs();
    this.#startWhatMay(key);
  }

  /** A key as the API shows it, or null when it is unused. */
  describe(name: string): Record<string, unknown> | null {
    const key = this.#keys.get(name);
    if (!key) return null;
    const { parallelism, rate, periodMs } = effectiveLimits(key);
    return {
      flowControlKey: name,
      waitListSize: key.waiting.length,
      parallelismMax: parallelism ?? 0,
      parallelismCount: key.active,
      rateMax: rate ?? 0,
      rateCount: key.started,
      ratePeriod: periodMs / 1_000,
      ratePeriodStart: Math.floor(key.periodStartMs / 1_000),
      isPaused: key.isPaused,
      isPinnedParallelism: key.pinned.parallelism !== undefined,
      isPinnedRate: key.pinned.rate !== undefined,
    };
  }

  /** The number of deliveries in flight over all keys. */
  countActive(): number {
    return [...this.#keys.values()].reduce((sum, key) => sum + key.active, 0);
  }

  #open(name: string): Key {
    const present = this.#keys.get(name);
    if (present) return present;
    const key: Key = {
      limits: { key: name, periodMs: 1_000 },
      pinned: {},
      active: 0,
      started: 0,
      periodStartMs: this.#clock.nowMs(),
      isPaused: false,
      isTimerSet: false,
      waiting: [],
    };
    this.#keys.set(name, key);
    return key;
  }

  #startWhatMay(key: Key): void {
    const { parallelism = Infinity, rate = Infinity, periodMs } = effectiveLimits(key);
    if (this.#clock.nowMs() - key.periodStartMs >= periodMs) {
      key.started = 0;
      key.periodStartMs = this.#clock.nowMs();
    }
    while (!key.isPaused && key.active < parallelism && key.started < rate) {
      const next = key.waiting.shift();
      if (!next) return;
      key.active += 1;
      key.started += 1;
      next.start();
    }
    if (key.waiting.length > 0 && key.started >= rate) this.#startAgainNextPeriod(key, periodMs);
  }

  #startAgainNextPeriod(key: Key, periodMs: number): void {
    if (key.isTimerSet) return;
    key.isTimerSet = true;
    const leftMs = key.periodStartMs + periodMs - this.#clock.nowMs();
    this.#clock.wait(leftMs, this.#closed).then(
      () => {
        key.isTimerSet = false;
        this.#startWhatMay(key);
      },
      () => {},
    );
  }
}

function effectiveLimits(key: Key): { parallelism?: number; rate?: number; periodMs: number } {
  return {
    parallelism: key.pinned.parallelism ?? key.limits.parallelism,
    rate: key.pinned.rate ?? key.limits.rate,
    periodMs: key.pinned.periodMs ?? key.limits.periodMs,
  };
}
