import { createHash } from "node:crypto";
import type { Publication } from "@/emulators/qstash/publish/message";

/** Deduplication window, in ms: a second publication under one id is not accepted again. */
const WINDOW_MS = 10 * 60_000;

/** Stores recent deduplication ids. */
export class Deduplication {
  readonly #seen = new Map<string, { messageId: string; untilMs: number }>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The id of the first message under a deduplication id, or null when there was none in the window. */
  find(id: string): string | null {
    for (const [old, { untilMs }] of this.#seen) {
      if (untilMs > this.#nowMs()) break;
      this.#seen.delete(old);
    }
    return this.#seen.get(id)?.messageId ?? null;
  }

  /** Starts the window of an id. */
  remember(id: string, messageId: string): void {
    this.#seen.delete(id);
    this.#seen.set(id, { messageId, untilMs: this.#nowMs() + WINDOW_MS });
  }
}

/** The deduplication id of a publication, or null. */
export function chooseDeduplicationId(headers: Headers, publication: Publication): string | null {
  const given = headers.get("upstash-deduplication-id");
  if (given) return `id:${given}`;
  if (headers.get("upstash-content-based-deduplication")?.toLowerCase() !== "true") return null;
  const hash = createHash("sha256").update(publication.url).update("\0").update(publication.body);
  for (const pair of Object.entries(publication.headers).sort()) hash.update(JSON.stringify(pair));
  return `content:${hash.digest("hex")}`;
}
