/** The emulator's time, so that tests need not wait for a back-off of hours. */
export type Clock = {
  /** Unix ms. */
  nowMs: () => number;
  /** Resolves after so many ms of this clock. @throws the signal's reason when it is aborted meanwhile */
  wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
};

/** Longer timers would fire immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The real time. */
export const SYSTEM_CLOCK: Clock = createFastClock(1);

/** A clock that starts at the real time and runs `speed` times as fast. */
export function createFastClock(speed: number): Clock {
  const startMs = Date.now();
  const nowMs = () => (speed === 1 ? Date.now() : startMs + (Date.now() - startMs) * speed);
  return {
    nowMs,
    wait: async (delayMs, signal) => {
      const untilMs = nowMs() + delayMs;
      for (let leftMs = delayMs; leftMs > 0; leftMs = untilMs - nowMs()) {
        await sleep(Math.min(leftMs / speed, MAX_TIMER_MS), signal);
      }
      signal.throwIfAborted();
    },
  };
}

function sleep(realMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, realMs);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
