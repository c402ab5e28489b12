import "server-only";
import type { StreamSelection } from "@/lib/market/stream-selection";

/** What takes encoded events: a browser's stream. */
export type Reader = { send: (bytes: Buffer) => void; cutIfStalled: (nowMs: number) => void };

/** All readers of the same selections: each publication is joined once and written to each in one write. */
export class ReaderGroup {
  readonly selections: readonly StreamSelection[];
  readonly #readers = new Set<Reader>();

  constructor(selections: readonly StreamSelection[]) {
    this.selections = selections;
  }

  get size(): number {
    return this.#readers.size;
  }

  add(reader: Reader): void {
    this.#readers.add(reader);
  }

  remove(reader: Reader): void {
    this.#readers.delete(reader);
  }

  /** Writes the deltas of this publication to every reader. */
  writeDeltas(): void {
    const deltas = this.selections.flatMap((selection) => selection.delta() ?? []);
    if (deltas.length > 0) this.send(join(deltas));
  }

  /** The key frames of all selections. */
  keys(): Buffer {
    return join(this.selections.map((selection) => selection.key()));
  }

  send(bytes: Buffer): void {
    for (const reader of this.#readers) reader.send(bytes);
  }

  cutStalled(nowMs: number): void {
    for (const reader of this.#readers) reader.cutIfStalled(nowMs);
  }
}

function join(parts: Buffer[]): Buffer {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
