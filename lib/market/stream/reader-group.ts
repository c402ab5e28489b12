import "server-only";
import { type EventBlock, joinBlocks, type StreamForm } from "@/lib/infra/event-block";
import type { StreamSelection } from "@/lib/market/stream/stream-selection";

/** A receiver of encoded events: a browser's stream. */
export type Reader = { send: (bytes: Buffer) => void; checkStalled: (nowMs: number) => void };

/**
 * All readers with the same selections in the same format: a publication is concatenated once and written
 * once to each.
 */
export class ReaderGroup {
  readonly selections: readonly StreamSelection[];
  readonly form: StreamForm;
  readonly #readers = new Set<Reader>();

  constructor(selections: readonly StreamSelection[], form: StreamForm) {
    this.selections = selections;
    this.form = form;
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
    if (deltas.length > 0) this.#write(joinBlocks(deltas, this.form));
  }

  /** The key frames of all selections. */
  keys(): Buffer {
    return joinBlocks(
      this.selections.map((selection) => selection.key()),
      this.form,
    );
  }

  sendBlock(block: EventBlock): void {
    this.#write(block.bytes(this.form));
  }

  checkStalled(nowMs: number): void {
    for (const reader of this.#readers) reader.checkStalled(nowMs);
  }

  #write(bytes: Buffer): void {
    for (const reader of this.#readers) reader.send(bytes);
  }
}
