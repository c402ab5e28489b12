import type { Locks } from "@/lib/client/stream/leadership";
import type { TabWant } from "@/lib/client/stream/stream-want";

type Member = { want: TabWant; hasResponded: boolean; unwatch: AbortController | null };

/**
 * The other tabs of this browser and their needs. Each has a lock of its own name while it lives, so that a
 * crashed tab is detected, too.
 */
export class TabRoll {
  readonly #locks: Locks;
  readonly #lockOf: (tab: string) => string;
  readonly #onGone: () => void;
  readonly #members = new Map<string, Member>();
  #isWatching = false;

  constructor(locks: Locks, lockOf: (tab: string) => string, onGone: () => void) {
    this.#locks = locks;
    this.#lockOf = lockOf;
    this.#onGone = onGone;
  }

  /** Records a tab's needs; the newest message comes first. */
  set(tab: string, want: TabWant): void {
    const known = this.#members.get(tab);
    this.#members.delete(tab);
    this.#members.set(tab, { want, hasResponded: true, unwatch: known?.unwatch ?? null });
    if (this.#isWatching && !known) this.#watch(tab);
  }

  /** Newest message first. */
  wants(): TabWant[] {
    return [...this.#members.values()].map(({ want }) => want).reverse();
  }

  /** Whether each live tab has published its needs since `watch`. */
  get isComplete(): boolean {
    return [...this.#members.values()].every(({ hasResponded }) => hasResponded);
  }

  /** Removes tabs as soon as they are gone, until `unwatch`. */
  watch(): void {
    this.#isWatching = true;
    for (const [tab, member] of this.#members) {
      member.hasResponded = false;
      this.#watch(tab);
    }
  }

  unwatch(): void {
    this.#isWatching = false;
    for (const member of this.#members.values()) member.unwatch?.abort();
  }

  #watch(tab: string): void {
    const member = this.#members.get(tab);
    if (!member) return;
    const unwatch = new AbortController();
    member.unwatch = unwatch;
    const forget = async () => {
      if (unwatch.signal.aborted) return;
      this.#members.delete(tab);
      this.#onGone();
    };
    // Rejected when it is no longer watched.
    this.#locks.request(this.#lockOf(tab), { signal: unwatch.signal }, forget).catch(() => {});
  }
}
