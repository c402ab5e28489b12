import { getNotificationStore } from "@/lib/client/alerts/notification-store";
import { RequestError } from "@/lib/client/api/market-api";
import { retryIdempotent } from "@/lib/client/api/retry-idempotent";
import { fetchNewestEvents, fetchPortfolio } from "@/lib/client/api/trading-api";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { PortfolioConnection } from "@/lib/client/stream/stream-want";
import type { NotificationDto } from "@/lib/schemas/trading/alerts";
import type {
  OrderDto,
  PortfolioEventDto,
  PortfolioSnapshot,
  PortfolioStreamEvent,
  PositionDto,
} from "@/lib/schemas/trading/trading-responses";

/** Events, the state after them, and the state before. */
export type PortfolioNotification = {
  events: readonly PortfolioEventDto[];
  snapshot: PortfolioSnapshot;
};

/** `error`: why there is no snapshot. */
export type PortfolioStoreState = { snapshot: PortfolioSnapshot | null; error: unknown };

const NOTHING: PortfolioStoreState = { snapshot: null, error: null };
/** Rejections which mean that this session may not read the portfolio (any more). */
const NOT_OURS = new Set(["unauthorized", "not_found", "forbidden"]);

type Options = {
  fetchSnapshot: (id: string) => Promise<PortfolioSnapshot>;
  /** The newest events, newest first. */
  fetchEvents: (id: string) => Promise<readonly PortfolioEventDto[]>;
  /**
   * Subscribes to the page's stream; called with null when no portfolio is shown, and again when one is
   * confirmed.
   */
  connect: (connection: PortfolioConnection | null) => void;
  /** The newest unread notifications of the portfolio's owner have arrived. */
  onNotifications: (notifications: readonly NotificationDto[]) => void;
};

/**
 * The portfolio of the page, outside React: the server's newest state, from the stream or from the response
 * to a write, and every event exactly once.
 */
export class PortfolioStore {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  readonly #eventListeners = new Set<(notification: PortfolioNotification) => void>();
  #id: string | null = null;
  #state = NOTHING;
  /** The newest delivered event; events at or before it are duplicates. */
  #publishedSeq: number | null = null;
  #seenSeq = 0;
  #confirmedAtMs = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Shows another portfolio; null shows none. */
  show(id: string | null): void {
    if (id === this.#id) return;
    this.#id = id;
    this.#publishedSeq = null;
    this.#seenSeq = 0;
    this.#confirmedAtMs = 0;
    this.#set(NOTHING);
    this.#connect();
    if (id !== null) void this.refresh();
  }

  /** Loads the state again: initially, after an error, and when the session may have ended. */
  async refresh(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    try {
      const snapshot = await this.#options.fetchSnapshot(id);
      if (id !== this.#id) return;
      this.#confirm();
      this.#takeWhole(snapshot);
    } catch (error) {
      if (id !== this.#id) return;
      if (error instanceof RequestError && NOT_OURS.has(error.code)) this.#lose();
      else if (this.#state.snapshot === null) this.#set({ snapshot: null, error });
    }
  }

  /** Applies a state unless a newer one is known. */
  applySnapshot(snapshot: PortfolioSnapshot): void {
    if (snapshot.id !== this.#id) return;
    const known = this.#state.snapshot;
    if (known && known.seq > snapshot.seq) return;
    // Events before the page was opened are not announced.
    this.#publishedSeq ??= snapshot.seq;
    this.#set({ snapshot: reuseUnchanged(known, snapshot), error: null });
  }

  read = (): PortfolioStoreState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Calls `listener` with new events. */
  subscribeEvents(listener: (notification: PortfolioNotification) => void): () => void {
    this.#eventListeners.add(listener);
    return () => {
      this.#eventListeners.delete(listener);
    };
  }

  #connect(): void {
    const id = this.#id;
    this.#options.connect(
      id === null
        ? null
        : {
            id,
            readCursor: () => this.#publishedSeq,
            readConfirmedAtMs: () => this.#confirmedAtMs,
            onEvent: (event) => this.#applyEvent(event),
            onNotifications: (notifications) => this.#options.onNotifications(notifications),
            onSeen: (seq) => this.#recordSeen(seq),
            onUnknownOutcome: () => void this.refresh(),
          },
    );
  }

  /** The session may read the portfolio: a stream that had left it out includes it again. */
  #confirm(): void {
    const isFirst = this.#confirmedAtMs === 0;
    this.#confirmedAtMs = Date.now();
    if (!isFirst) this.#connect();
  }

  /** A page removes the portfolio once its session has ended. */
  #lose(): void {
    this.#options.connect(null);
    this.#publishedSeq = null;
    this.#set({
      snapshot: null,
      error: new RequestError("session_over", "The session of this page is over."),
    });
  }

  #recordSeen(seq: number): void {
    this.#seenSeq = Math.max(this.#seenSeq, seq);
    const known = this.#state.snapshot?.seq;
    if (known !== undefined && known < this.#seenSeq) void this.refresh();
  }

  /** A loaded state, with the events up to it. */
  #takeWhole(snapshot: PortfolioSnapshot): void {
    const knownSeq = this.#publishedSeq;
    this.applySnapshot(snapshot);
    if (knownSeq !== null && knownSeq < snapshot.seq) {
      this.#publishedSeq = snapshot.seq;
      void this.#catchUp(knownSeq, snapshot);
    }
    if (snapshot.seq < this.#seenSeq) void this.refresh();
  }

  #applyEvent(event: PortfolioStreamEvent): void {
    const knownSeq = this.#publishedSeq;
    this.applySnapshot(event.snapshot);
    if (knownSeq === null || event.seq <= knownSeq) return;
    const events = event.events.filter((one) => one.seq > knownSeq);
    this.#publishedSeq = event.seq;
    if (event.afterSeq > knownSeq) void this.#catchUp(knownSeq, event.snapshot, events);
    else if (events.length > 0) this.#publish({ events, snapshot: event.snapshot });
  }

  /**
   * Loads the events between two states when the stream did not deliver them: a stream opened before the
   * first state begins at the portfolio's present event, and a tab that joins another's stream begins where
   * that stream is.
   */
  async #catchUp(
    publishedSeq: number,
    snapshot: PortfolioSnapshot,
    known: readonly PortfolioEventDto[] = [],
  ): Promise<void> {
    // On failure the missing events are in the list of notifications only; the state is complete.
    const newest = await this.#options.fetchEvents(snapshot.id).catch(() => []);
    const bySeq = new Map([...newest, ...known].map((event) => [event.seq, event]));
    const events = [...bySeq.values()]
      .filter(({ seq }) => seq > publishedSeq && seq <= snapshot.seq)
      .sort((a, b) => a.seq - b.seq);
    if (events.length > 0 && snapshot.id === this.#id) this.#publish({ events, snapshot });
  }

  #publish(notification: PortfolioNotification): void {
    for (const listener of [...this.#eventListeners]) listener(notification);
  }

  #set(state: PortfolioStoreState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The new state with the old objects where nothing changed, so that only changed rows render again. */
function reuseUnchanged(known: PortfolioSnapshot | null, next: PortfolioSnapshot): PortfolioSnapshot {
  if (!known) return next;
  return {
    ...next,
    positions: shareRows<PositionDto>(known.positions, next.positions, (one) => one.symbol),
    orders: shareRows<OrderDto>(known.orders, next.orders, (one) => one.id),
  };
}

function shareRows<Row>(known: Row[], next: Row[], keyOf: (row: Row) => string): Row[] {
  const byKey = new Map(known.map((row) => [keyOf(row), row]));
  const rows = next.map((row) => {
    const old = byKey.get(keyOf(row));
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
  const isSame = rows.length === known.length && rows.every((row, index) => row === known[index]);
  return isSame ? known : rows;
}

let store: PortfolioStore | undefined;

/** The page's single store; created at the first use in a browser. */
export function getPortfolioStore(): PortfolioStore {
  store ??= new PortfolioStore({
    fetchSnapshot: (id) => retryIdempotent(() => fetchPortfolio(id)),
    fetchEvents: async (id) => (await retryIdempotent(() => fetchNewestEvents(id))).events,
    connect: (want) => getTickStore().wantPortfolio(want),
    onNotifications: (notifications) => getNotificationStore().apply(notifications),
  });
  return store;
}
