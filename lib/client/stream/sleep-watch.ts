/** A visible page whose timer comes this late has slept, ms. */
const ASLEEP_MS = 5_000;

/** Detects that a page slept, by a timer of about a second that came late. */
export class SleepWatch {
  #checkedAtMs = 0;
  #wasVisible = false;

  start(isVisible: boolean): void {
    this.#checkedAtMs = Date.now();
    this.#wasVisible = isVisible;
  }

  /** Called once a second; returns whether the page has slept since the last call. */
  check(isVisible: boolean): boolean {
    const nowMs = Date.now();
    // The timers of a hidden page are late without any sleep.
    const hasSlept = this.#wasVisible && isVisible && nowMs - this.#checkedAtMs > ASLEEP_MS;
    this.start(isVisible);
    return hasSlept;
  }
}
