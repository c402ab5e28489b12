import type { StreamEvent } from "@/lib/client/stream/open-event-stream";
import type { ConnectionState } from "@/lib/client/stream/stream-connection";
import type { TabWant } from "@/lib/client/stream/stream-want";

/** The reader of the stream in this tab. */
export type TabSink = {
  /** What this tab wants now, from where it has come to. */
  readWant: () => TabWant;
  /** Another connection: its events begin with everything that is wanted. */
  onBegin: () => void;
  onEvents: (events: StreamEvent[]) => void;
  onState: (state: ConnectionState) => void;
  /** Bytes that all tabs together have received since the first of them was opened. */
  onUsage: (bytes: number) => void;
  /** The newest event of a portfolio that this browser has received; the tab may have opened after it. */
  onPortfolioSeen: (portfolioId: string, seq: number) => void;
  /** The server no longer shows a portfolio of these tabs to this browser: each finds out about its own. */
  onUnknownOutcome: () => void;
  /** Everything that a tab needs that joins now. */
  encodeState: () => StreamEvent[];
};

const IDLE: ConnectionState = { phase: "idle", problem: null };

/** What this tab has of the stream, whether over a connection of its own or from the tab that leads. */
export class TabReception {
  readonly #sink: TabSink;
  #link: string | null = null;
  #bytes = 0;
  #state = IDLE;

  constructor(sink: TabSink) {
    this.#sink = sink;
  }

  /** The connection whose events this tab takes. */
  get link(): string | null {
    return this.#link;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Takes the events of this connection from now on. */
  begin(link: string): void {
    this.#link = link;
    this.#sink.onBegin();
  }

  showState(state: ConnectionState): void {
    this.#state = state;
    this.#sink.onState(state);
  }

  setBytes(bytes: number): void {
    // A leader that has just begun knows less than the tabs that were there before.
    if (bytes <= this.#bytes) return;
    this.#bytes = bytes;
    this.#sink.onUsage(bytes);
  }

  /** Takes no events any more. */
  end(): void {
    this.#link = null;
    this.showState(IDLE);
  }
}
