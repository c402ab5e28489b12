import "server-only";
import { constants, deflateRawSync } from "node:zlib";

/** How a reader gets the events of the stream: as text, or as one raw deflate stream of the same text. */
export type StreamForm = "text" | "deflate";

/** Ends a raw deflate stream that was flushed: an empty block that says that it is the last. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);
const NOTHING = Buffer.alloc(0);

/**
 * Whole Server-Sent Events as the bytes of either form, made at most once. Each deflated block starts without history
 * and ends on a byte (full flush), so that blocks may follow each other in any order and be shared by all readers.
 */
export class EventBlock {
  readonly #text: Buffer;
  #deflated: Buffer | null = null;

  constructor(text: string) {
    this.#text = Buffer.from(text);
  }

  bytes(form: StreamForm): Buffer {
    if (form === "text" || this.#text.length === 0) return this.#text;
    this.#deflated ??= deflateRawSync(this.#text, DEFLATE);
    return this.#deflated;
  }
}

/** One event as a block. JSON is a single line, as an event's data must be. `id` comes back as `Last-Event-ID`. */
export function encodeEvent(name: string, data: unknown, id?: number): EventBlock {
  const head = id === undefined ? "" : `id: ${id}\n`;
  return new EventBlock(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Blocks in the order in which they are to be read, as one buffer. */
export function joinBlocks(blocks: readonly EventBlock[], form: StreamForm): Buffer {
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1) return only.bytes(form);
  return Buffer.concat(blocks.map((block) => block.bytes(form)));
}

/** What a stream that ends on purpose sends last. */
export function lastBytes(form: StreamForm): Buffer {
  return form === "deflate" ? LAST_BLOCK : NOTHING;
}

const DEFLATE = { level: 9, memLevel: 8, windowBits: 14, finishFlush: constants.Z_FULL_FLUSH };
