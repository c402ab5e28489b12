import { CommandError, createWrongTypeError } from "@/emulators/upstash-redis/reply";
import { SortedSet } from "@/emulators/upstash-redis/store/sorted-set";

/** What is stored under each type. */
type Data = {
  string: string;
  hash: Map<string, string>;
  set: Set<string>;
  zset: SortedSet;
  list: string[];
};

/** A stored value by its type. */
export type Value = { [Type in keyof Data]: { type: Type; data: Data[Type] } }[keyof Data];

type Entry = Value & { expiresAtMs?: number };

/** Expired keys are removed on access, and by a sweep over at most this many keys at a time. */
const SWEEP_KEYS = 200;
const SWEEP_EVERY_MS = 1_000;

/** All keys of one database with their times of expiry. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #sweeper: NodeJS.Timeout;
  #sweep: IterableIterator<[string, Entry]> | undefined;
  #frozenNowMs: number | undefined;

  constructor() {
    this.#sweeper = setInterval(() => this.#sweepSome(), SWEEP_EVERY_MS);
    this.#sweeper.unref();
  }

  /** The time, in ms; constant while a script runs. */
  nowMs(): number {
    return this.#frozenNowMs ?? Date.now();
  }

  /** Runs `work` during which no key expires. */
  withFrozenTime<Result>(work: () => Result): Result {
    this.#frozenNowMs ??= Date.now();
    try {
      return work();
    } finally {
      this.#frozenNowMs = undefined;
    }
  }

  /** The live entry under a key. */
  peek(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.expiresAtMs !== undefined && entry.expiresAtMs <= this.nowMs()) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry;
  }

  /** The data under a key. @throws CommandError WRONGTYPE when it is of another type. */
  read<Type extends keyof Data>(key: string, type: Type): Data[Type] | undefined {
    const entry = this.peek(key);
    if (!entry) return undefined;
    if (entry.type !== type) throw createWrongTypeError();
    return entry.data as Data[Type];
  }

  /** The collection under a key, created when there is none. @throws CommandError WRONGTYPE */
  open<Type extends Exclude<keyof Data, "string">>(key: string, type: Type): Data[Type] {
    const present = this.read(key, type);
    if (present) return present;
    const value = createEmpty(type);
    this.#entries.set(key, value);
    return value.data as Data[Type];
  }

  /** Replaces the value of a key; its expiry is removed unless it is to be kept. */
  write(key: string, value: Value, options: { keepExpiry?: boolean } = {}): void {
    const expiresAtMs = options.keepExpiry ? this.expiryOf(key) : undefined;
    this.#entries.set(key, expiresAtMs === undefined ? value : { ...value, expiresAtMs });
  }

  /** Removes a key. Returns whether there was one. */
  remove(key: string): boolean {
    return this.peek(key) !== undefined && this.#entries.delete(key);
  }

  /** Removes a collection that has become empty, as Redis does. */
  removeIfEmpty(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry || entry.type === "string") return;
    const size = entry.type === "list" ? entry.data.length : entry.data.size;
    if (size === 0) this.#entries.delete(key);
  }

  /** When a key expires, Unix ms. */
  expiryOf(key: string): number | undefined {
    return this.peek(key) && this.#entries.get(key)?.expiresAtMs;
  }

  /** Sets or clears when a key expires, Unix ms; a time that has passed removes it. */
  setExpiry(key: string, expiresAtMs: number | undefined): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (expiresAtMs === undefined) delete entry.expiresAtMs;
    else if (expiresAtMs <= this.nowMs()) this.#entries.delete(key);
    else entry.expiresAtMs = expiresAtMs;
  }

  /** The live keys. */
  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.peek(key) !== undefined);
  }

  /** Removes everything. */
  clear(): void {
    this.#entries.clear();
  }

  /** Stops the sweep. */
  close(): void {
    clearInterval(this.#sweeper);
  }

  #sweepSome(): void {
    this.#sweep ??= this.#entries.entries();
    for (let looked = 0; looked < SWEEP_KEYS; looked += 1) {
      const next = this.#sweep.next();
      if (next.done) {
        this.#sweep = undefined;
        return;
      }
      this.peek(next.value[0]);
    }
  }
}

function createEmpty(type: Exclude<keyof Data, "string">): Value {
  switch (type) {
    case "hash":
      return { type, data: new Map() };
    case "set":
      return { type, data: new Set() };
    case "zset":
      return { type, data: new SortedSet() };
    case "list":
      return { type, data: [] };
    default:
      throw new CommandError(`ERR no such type ${type satisfies never}`);
  }
}
