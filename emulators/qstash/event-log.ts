import { matchesFilter } from "@/emulators/qstash/publish/matches-filter";
import { type Message, toMessageDto } from "@/emulators/qstash/publish/message";

/** The states of a message in the log. */
export type EventState =
  | "CREATED"
  | "ACTIVE"
  | "RETRY"
  | "ERROR"
  | "DELIVERED"
  | "FAILED"
  | "CANCEL_REQUESTED"
  | "CANCELLED";

/** Entries beyond this number are dropped, oldest first. */
const MAX_EVENTS = 10_000;
const PAGE = 100;

/** The log of messages, as the API shows it. */
export class EventLog {
  readonly #events: Record<string, unknown>[] = [];

  /** Records that a message has entered a state. */
  add(message: Message, state: EventState, details: { timeMs: number; [name: string]: unknown }): void {
    const { timeMs, ...rest } = details;
    const { body, bodyBase64, notBefore, createdAt, ...shown } = toMessageDto(message);
    this.#events.push({ time: timeMs, state, ...shown, ...rest });
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
  }

  /** A page of entries that match a query, newest first. */
  list(query: URLSearchParams): { events: Record<string, unknown>[]; cursor?: string } {
    const from = Number(query.get("fromDate") ?? 0);
    const to = Number(query.get("toDate") ?? Infinity);
    const found = this.#events
      .filter(
        (event) => Number(event.time) >= from && Number(event.time) <= to && matchesFilter(event, query),
      )
      .reverse();
    const start = Number(query.get("cursor") ?? 0);
    const end = start + Number(query.get("count") ?? PAGE);
    return { events: found.slice(start, end), cursor: end < found.length ? String(end) : undefined };
  }
}
