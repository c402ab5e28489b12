/** Unanswered probes before a leader counts as frozen. */
const MOST_UNANSWERED = 3;

/**
 * Detects a frozen leader by this tab's unanswered probes. It counts probes, not time: in a busy tab the
 * timer runs before the pending messages.
 */
export class LeaderWatch {
  #unanswered = 0;

  /** The leader has sent something. */
  recordHeard(): void {
    this.#unanswered = 0;
  }

  /** Called once a second in a follower; returns the action. Hidden tabs never replace a leader. */
  check(isVisible: boolean): "ask" | "seize" | "wait" {
    if (!isVisible) {
      this.#unanswered = 0;
      return "wait";
    }
    if (this.#unanswered < MOST_UNANSWERED) {
      this.#unanswered += 1;
      return "ask";
    }
    this.#unanswered = 0;
    return "seize";
  }
}
