import { matchesFilter } from "@/emulators/qstash/publish/matches-filter";
import {
  createId,
  encodeBody,
  type Message,
  toHeaderLists,
  toMessageDto,
} from "@/emulators/qstash/publish/message";
import { QstashError } from "@/emulators/qstash/qstash-error";
import type { Outcome } from "@/emulators/qstash/send-delivery";

const PAGE = 100;

type DeadLetter = { dlqId: string; message: Message; shown: Record<string, unknown> };

/** Messages that ran out of retries. */
export class DeadLetters {
  readonly #letters = new Map<string, DeadLetter>();

  /** Stores a message with the response that it failed on, and returns its id. */
  add(message: Message, outcome: Outcome): string {
    const dlqId = createId("dlq");
    const { body, bodyBase64 } = encodeBody(outcome.body);
    const shown = {
      ...toMessageDto(message),
      dlqId,
      responseStatus: outcome.status || undefined,
      responseHeader: outcome.headers ? toHeaderLists(outcome.headers) : undefined,
      responseBody: outcome.error ?? body,
      responseBodyBase64: bodyBase64,
    };
    this.#letters.set(dlqId, { dlqId, message, shown });
    return dlqId;
  }

  /** One letter as the API shows it. @throws QstashError 404 */
  describe(dlqId: string): Record<string, unknown> {
    const letter = this.#letters.get(dlqId);
    if (!letter) throw new QstashError(404, `dlq message ${dlqId} not found`);
    return letter.shown;
  }

  /** A page of letters that match a query, newest first. */
  list(query: URLSearchParams): { messages: Record<string, unknown>[]; cursor?: string } {
    const found = this.#select(query).reverse();
    const start = Number(query.get("cursor") ?? 0);
    const end = start + Number(query.get("count") ?? PAGE);
    return {
      messages: found.slice(start, end).map(({ shown }) => shown),
      cursor: end < found.length ? String(end) : undefined,
    };
  }

  /** Removes the letters that match a query, at most its `count`. */
  remove(query: URLSearchParams): Message[] {
    const removed = this.#select(query).slice(0, Number(query.get("count") ?? Infinity));
    for (const { dlqId } of removed) this.#letters.delete(dlqId);
    return removed.map(({ message }) => message);
  }

  #select(query: URLSearchParams): DeadLetter[] {
    return [...this.#letters.values()].filter(({ shown }) => matchesFilter(shown, query));
  }
}
