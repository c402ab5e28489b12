/** One member with its score. */
export type Scored = { member: string; score: number };

/** From this number of new members on, sorting later is faster than inserting each in its place. */
const BULK = 64;

/** Members ordered by score, then by bytes. Single changes keep the order; bulk ones sort on the next read. */
export class SortedSet {
  readonly #scores = new Map<string, number>();
  #ordered: Scored[] | undefined = [];
  #unread = 0;

  get size(): number {
    return this.#scores.size;
  }

  /** The score of a member. */
  scoreOf(member: string): number | undefined {
    return this.#scores.get(member);
  }

  /** Adds a member or moves it. */
  set(member: string, score: number): void {
    const before = this.#scores.get(member);
    if (before === score) return;
    this.#unread += 1;
    if (this.#unread > BULK) this.#ordered = undefined;
    if (this.#ordered) {
      if (before !== undefined) this.#ordered.splice(this.#find({ member, score: before }), 1);
      this.#ordered.splice(this.#find({ member, score }), 0, { member, score });
    }
    this.#scores.set(member, score);
  }

  /** Removes a member. Returns whether it existed. */
  delete(member: string): boolean {
    const score = this.#scores.get(member);
    if (score === undefined) return false;
    this.#ordered?.splice(this.#find({ member, score }), 1);
    return this.#scores.delete(member);
  }

  /** The members in order; not to be changed. */
  ordered(): readonly Scored[] {
    this.#unread = 0;
    this.#ordered ??= [...this.#scores].map(([member, score]) => ({ member, score })).sort(compare);
    return this.#ordered;
  }

  /** The place of a member in the order, from 0. */
  rankOf(member: string): number | undefined {
    const score = this.#scores.get(member);
    if (score === undefined) return undefined;
    this.ordered();
    return this.#find({ member, score });
  }

  #find(wanted: Scored): number {
    const list = this.#ordered ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = list[middle];
      if (candidate && compare(candidate, wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compare(a: Scored, b: Scored): number {
  if (a.score !== b.score) return a.score - b.score;
  if (a.member === b.member) return 0;
  return a.member < b.member ? -1 : 1;
}
