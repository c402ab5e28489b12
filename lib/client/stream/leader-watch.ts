/** Questions that a leader leaves without a response before it counts as frozen. */
const MOST_UNANSWERED = 3;

/**
 * Evaluates whether the leader is frozen, by the questions of this tab that it has not answered. Questions and not
 * time: a tab that was busy itself finds its timer due before the messages that wait for it.
 */
export class LeaderWatch {
  #unanswered = 0;

  /** The leader has sent something. */
  noteHeard(): void {
    this.#unanswered = 0;
  }

  /** Called once a second in a tab that follows; says what to do. Hidden tabs leave a leader alone. */
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
