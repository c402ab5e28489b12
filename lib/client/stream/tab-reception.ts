import type { StreamEvent } from "@/lib/client/stream/open-event-stream";
import type { ConnectionState } from "@/lib/client/stream/stream-connection";
import type { TabWant } from "@/lib/client/stream/stream-want";

/** The reader of the stream in this tab. */
export type TabSink = {
  /** What this tab needs, and its position. */
  readWant: () => TabWant;
  /** Another connection: its events begin with the full state. */
  onBegin: () => void;
  onEvents: (events: StreamEvent[]) => void;
  onState: (state: ConnectionState) => void;
  /** Bytes that all tabs together have received since the first of them was opened. */
  onUsage: (bytes: number) => void;
  /** The newest event of a portfolio that this browser has received; the tab may have opened after it. */
  onPortfolioSeen: (portfolioId: string, seq: number) => void;
  /** The server no longer shows a portfolio of these tabs to this browser: each tab checks its own. */
  onUnknownOutcome: () => void;
  /** The full state for a tab that joins now. */
  encodeState: () => StreamEvent[];
};

const IDLE: ConnectionState = { phase: "idle", problem: null };

/** This tab's reception of the stream, over its own connection or from the leading tab. */
export class TabReception {
  readonly #sink: TabSink;
  #link: string | null = null;
  #bytes = 0;
  #state = IDLE;

  constructor(sink: TabSink) {
    this.#sink = sink;
  }

  /** The connection whose events this tab uses. */
  get link(): string | null {
    return this.#link;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Starts to use the events of this connection. */
  begin(link: string): void {
    this.#link = link;
    this.#sink.onBegin();
  }

  showState(state: ConnectionState): void {
    this.#state = state;
    this.#sink.onState(state);
  }

  setBytes(bytes: number): void {
    // A new leader may be behind tabs that were open before.
    if (bytes <= this.#bytes) return;
    this.#bytes = bytes;
    this.#sink.onUsage(bytes);
  }

  /** Stops using events. */
  end(): void {
    this.#link = null;
    this.showState(IDLE);
  }
}
