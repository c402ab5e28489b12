import type { Tick } from "@/lib/schemas/market/market";
import {
  type Delta,
  type KeyFrame,
  SLOW_FIELD_MS,
  STREAM_VIEWS,
  type StreamView,
  TAPE_LENGTH,
  TICK_FIELDS,
} from "@/lib/schemas/market/market-stream";
import { encodeWhole } from "@/lib/stream/encode-whole";
import { diffSymbol } from "@/lib/stream/symbol-change";
import {
  emptyView,
  FIELD_NAMES,
  projectView,
  type SymbolSource,
  type SymbolView,
} from "@/lib/stream/symbol-view";
import { formatShownPrices } from "@/lib/stream/tick-proof-text";

type Shown = SymbolView & { tapeCount: number; hasSlowDue: boolean };

type Options = {
  id: number;
  view: StreamView;
  symbols: readonly string[];
  /** Signs the published prices. */
  sign: (covered: string) => string;
};

/**
 * Encodes the states of a selection's symbols as key frames and deltas. A key frame is always the state after
 * the newest delta, so that a reader can continue with the next one.
 */
export class SelectionEncoder {
  readonly #id: number;
  readonly #view: StreamView;
  readonly #symbols: readonly string[];
  readonly #sign: (covered: string) => string;
  readonly #shown = new Map<string, Shown>();
  #sequence = 0;
  #atMs: number;
  #slowAtMs = Number.NEGATIVE_INFINITY;
  #mac: string;

  constructor(options: Options, nowMs: number) {
    this.#id = options.id;
    this.#view = options.view;
    this.#symbols = options.symbols;
    this.#sign = options.sign;
    this.#atMs = nowMs;
    this.#mac = this.#signShown();
  }

  /** The state that readers of this selection have been sent. */
  encodeKey(): KeyFrame {
    const head = { s: this.#id, n: this.#sequence, t: this.#atMs, v: this.#view, y: [...this.#symbols] };
    const whole = { symbols: this.#symbols, shown: this.#shown, atMs: this.#atMs };
    return { ...head, p: this.#mac, m: encodeWhole(whole) };
  }

  /**
   * The changes since the previous event; null when there are none. `read` returns the newest state of a
   * symbol, and is called for those in `moved` and for those whose slow fields are pending.
   */
  encodeDelta(
    moved: ReadonlySet<string>,
    read: (symbol: string) => SymbolSource | null,
    nowMs: number,
  ): Delta | null {
    // A clock that was set back must not make ages negative.
    const atMs = Math.max(nowMs, this.#atMs);
    const isSlowDue = atMs - this.#slowAtMs >= SLOW_FIELD_MS;
    const changes: Delta["m"] = [];
    this.#symbols.forEach((symbol, index) => {
      if (!moved.has(symbol) && !(isSlowDue && this.#shown.get(symbol)?.hasSlowDue)) return;
      const source = read(symbol);
      const change = source && this.#show(symbol, source, { isSlowDue, atMs });
      if (change) changes.push([index, change]);
    });
    if (isSlowDue) this.#slowAtMs = atMs;
    if (changes.length === 0) return null;
    const elapsedMs = atMs - this.#atMs;
    this.#atMs = atMs;
    this.#sequence += 1;
    this.#mac = this.#signShown();
    return { s: this.#id, n: this.#sequence, t: elapsedMs, p: this.#mac, m: changes };
  }

  #show(symbol: string, source: SymbolSource, options: { isSlowDue: boolean; atMs: number }) {
    const before = this.#shown.get(symbol);
    const projected = projectView(source, this.#view);
    const isWhole = options.isSlowDue || before === undefined;
    const tick = isWhole ? projected.tick : withSlowFieldsOf(projected.tick, before.tick);
    const after = { tick, book: projected.book };
    const tape = this.#newTrades(source, before);
    const change = diffSymbol(before ?? emptyView(symbol), after, { trades: tape, atMs: options.atMs });
    this.#shown.set(symbol, {
      ...after,
      tape: [...(before?.tape ?? []), ...tape].slice(-TAPE_LENGTH),
      tapeCount: source.tape.count,
      hasSlowDue: tick !== projected.tick,
    });
    return change;
  }

  #newTrades({ tape }: SymbolSource, before: Shown | undefined): SymbolView["tape"] {
    if (!STREAM_VIEWS[this.#view].tape) return [];
    const count = Math.min(tape.count - (before?.tapeCount ?? 0), tape.trades.length, TAPE_LENGTH);
    return count > 0 ? tape.trades.slice(-count) : [];
  }

  #signShown(): string {
    const prices = this.#symbols.flatMap((symbol) => {
      const shown = this.#shown.get(symbol);
      return shown ? [{ symbol, last: shown.tick.last }] : [];
    });
    return this.#sign(formatShownPrices(this.#atMs, prices));
  }
}

/** The tick with the slow fields of an earlier one; the same object where they do not differ. */
function withSlowFieldsOf(tick: Tick, earlier: Tick): Tick {
  const kept: Partial<Tick> = {};
  for (const name of FIELD_NAMES) {
    if (name !== "last" && TICK_FIELDS[name].isSlow && tick[name] !== earlier[name])
      kept[name] = earlier[name];
  }
  if (tick.nextFundingMs !== earlier.nextFundingMs) kept.nextFundingMs = earlier.nextFundingMs;
  for (const _ in kept) return { ...tick, ...kept };
  return tick;
}
