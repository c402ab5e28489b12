import "server-only";
import { constants, deflateRawSync } from "node:zlib";

/** Encoding of the stream's events: text, or one raw deflate stream of the same text. */
export type StreamForm = "text" | "deflate";

/** Ends a flushed raw deflate stream: an empty block with the final bit set. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);
const NOTHING = Buffer.alloc(0);

/**
 * Whole Server-Sent Events as bytes of either encoding, each made at most once. Each deflated block starts
 * without history and ends on a byte (full flush), so that blocks can be joined in any order and shared by
 * all readers.
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

/**
 * One event as a block. Without a `name` it is of the default type, "message". JSON is a single line, as an event's data must be. A browser sends `id` back as
 * `Last-Event-ID`.
 */
export function encodeEvent(name: string | null, data: unknown, id?: number): EventBlock {
  const head = id === undefined ? "" : `id: ${id}\n`;
  const type = name === null ? "" : `event: ${name}\n`;
  return new EventBlock(`${head}${type}data: ${JSON.stringify(data)}\n\n`);
}

/** Joins blocks to one buffer, in the given order. */
export function joinBlocks(blocks: readonly EventBlock[], form: StreamForm): Buffer {
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1) return only.bytes(form);
  return Buffer.concat(blocks.map((block) => block.bytes(form)));
}

/** The last bytes of a stream that ends regularly. */
export function lastBytes(form: StreamForm): Buffer {
  return form === "deflate" ? LAST_BLOCK : NOTHING;
}

const DEFLATE = { level: 9, memLevel: 8, windowBits: 14, finishFlush: constants.Z_FULL_FLUSH };
