import "server-only";
import type { SymbolFrames } from "@/lib/market/symbol-frames";

/** Something that takes encoded events: a browser's stream. */
export type Viewer = { send: (bytes: Buffer) => void; cutIfStalled: (nowMs: number) => void };

/** All viewers of the same selection of symbols: they get the same bytes, joined and encoded once a beat. */
export class HubGroup {
  readonly #symbols: string[];
  readonly #depth: ReadonlySet<string>;
  readonly #frames: ReadonlyMap<string, SymbolFrames>;
  readonly #viewers = new Set<Viewer>();
  readonly #moved = new Set<string>();
  /** The snapshot until something moves: a thousand browsers that come at once share it. */
  #snapshot: Buffer | null = null;

  constructor(selection: { symbols: string[]; depth: string[] }, frames: ReadonlyMap<string, SymbolFrames>) {
    this.#symbols = selection.symbols;
    this.#depth = new Set(selection.depth);
    this.#frames = frames;
  }

  get size(): number {
    return this.#viewers.size;
  }

  add(viewer: Viewer): void {
    this.#viewers.add(viewer);
  }

  /** Removes a viewer and says how many are left. */
  remove(viewer: Viewer): number {
    this.#viewers.delete(viewer);
    return this.#viewers.size;
  }

  markMoved(symbol: string): void {
    if (!this.#symbols.includes(symbol)) return;
    this.#moved.add(symbol);
    this.#snapshot = null;
  }

  /** Writes what moved since the last flush to every viewer, in one write each. */
  flush(): void {
    if (this.#moved.size === 0) return;
    let text = "";
    for (const symbol of this.#moved) text += this.#frames.get(symbol)?.beat(this.#depth.has(symbol)) ?? "";
    this.#moved.clear();
    this.send(Buffer.from(text));
  }

  /** The newest frames of the whole selection; empty when there are none yet. */
  snapshot(): Buffer {
    if (this.#snapshot) return this.#snapshot;
    let text = "";
    for (const symbol of this.#symbols) {
      text += this.#frames.get(symbol)?.snapshot(this.#depth.has(symbol)) ?? "";
    }
    this.#snapshot = Buffer.from(text);
    return this.#snapshot;
  }

  send(bytes: Buffer): void {
    for (const viewer of this.#viewers) viewer.send(bytes);
  }

  cutStalled(nowMs: number): void {
    for (const viewer of this.#viewers) viewer.cutIfStalled(nowMs);
  }
}
