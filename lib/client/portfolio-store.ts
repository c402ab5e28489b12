import { repeatInDoubt } from "@/lib/client/repeat-in-doubt";
import { getTickStore } from "@/lib/client/tick-store";
import { fetchNewestEvents, fetchPortfolio } from "@/lib/client/trading-api";
import type {
  OrderDto,
  PortfolioEventDto,
  PortfolioSnapshot,
  PortfolioStreamEvent,
  PositionDto,
} from "@/lib/schemas/trading-answers";

/** What happened, the state that it led to, and the one before. */
export type PortfolioNews = {
  events: readonly PortfolioEventDto[];
  snapshot: PortfolioSnapshot;
};

/** `error` is a sentence for people. */
export type PortfolioState = { snapshot: PortfolioSnapshot | null; error: string | null };

const NOTHING: PortfolioState = { snapshot: null, error: null };

type Options = {
  fetchSnapshot: (id: string) => Promise<PortfolioSnapshot>;
  /** The newest events, newest first. */
  fetchEvents: (id: string) => Promise<readonly PortfolioEventDto[]>;
  /** Joins the page's stream; called with null when no portfolio is shown. */
  connect: (
    want: {
      id: string;
      readCursor: () => number | null;
      onEvent: (event: PortfolioStreamEvent) => void;
    } | null,
  ) => void;
};

/**
 * The portfolio on the page, outside React: the newest state by the server's word, whether it came over the
 * stream or as the answer to a write, and every event exactly once.
 */
export class PortfolioStore {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  readonly #newsListeners = new Set<(news: PortfolioNews) => void>();
  #id: string | null = null;
  #state = NOTHING;
  /** The newest event that was told; events at or before it are repetitions. */
  #toldSeq: number | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Shows another portfolio; null shows none. */
  show(id: string | null): void {
    if (id === this.#id) return;
    this.#id = id;
    this.#toldSeq = null;
    this.#set(NOTHING);
    if (id === null) {
      this.#options.connect(null);
      return;
    }
    this.#options.connect({ id, readCursor: () => this.#toldSeq, onEvent: (event) => this.#take(event) });
    void this.refresh();
  }

  /** Asks for the state anew: at first, and after an error. */
  async refresh(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    try {
      this.takeSnapshot(await this.#options.fetchSnapshot(id));
    } catch (error) {
      const message = error instanceof Error ? error.message : "The portfolio could not be read.";
      if (id === this.#id && this.#state.snapshot === null) this.#set({ snapshot: null, error: message });
    }
  }

  /** Takes a state unless a newer one is known. */
  takeSnapshot(snapshot: PortfolioSnapshot): void {
    if (snapshot.id !== this.#id) return;
    const known = this.#state.snapshot;
    if (known && known.seq > snapshot.seq) return;
    // What had happened before the page was opened is no news.
    this.#toldSeq ??= snapshot.seq;
    this.#set({ snapshot: keepUnchanged(known, snapshot), error: null });
  }

  read = (): PortfolioState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Calls `listener` with the events that it has not been told yet. */
  subscribeNews(listener: (news: PortfolioNews) => void): () => void {
    this.#newsListeners.add(listener);
    return () => {
      this.#newsListeners.delete(listener);
    };
  }

  #take(event: PortfolioStreamEvent): void {
    const told = this.#toldSeq;
    this.takeSnapshot(event.snapshot);
    if (told === null) return;
    const events = event.events.filter((one) => one.seq > told);
    this.#toldSeq = Math.max(told, event.seq);
    if (events.length > 0) this.#tell({ events, snapshot: event.snapshot });
    else if (event.seq > told) void this.#catchUp(told, event.snapshot);
  }

  /**
   * Asks for what happened between the first state and a stream that was opened before that state was there: such a
   * stream begins where it finds the portfolio.
   */
  async #catchUp(toldSeq: number, snapshot: PortfolioSnapshot): Promise<void> {
    // Without an answer the news is in the list of notifications alone; the state is whole.
    const newest = await this.#options.fetchEvents(snapshot.id).catch(() => []);
    const events = newest.filter(({ seq }) => seq > toldSeq && seq <= snapshot.seq).reverse();
    if (events.length > 0 && snapshot.id === this.#id) this.#tell({ events, snapshot });
  }

  #tell(news: PortfolioNews): void {
    for (const listener of [...this.#newsListeners]) listener(news);
  }

  #set(state: PortfolioState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The new state with the old objects where nothing changed, so that only rows that changed are drawn anew. */
function keepUnchanged(known: PortfolioSnapshot | null, next: PortfolioSnapshot): PortfolioSnapshot {
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

/** The page's one store; made at the first use in a browser. */
export function getPortfolioStore(): PortfolioStore {
  store ??= new PortfolioStore({
    fetchSnapshot: (id) => repeatInDoubt(() => fetchPortfolio(id)),
    fetchEvents: async (id) => (await repeatInDoubt(() => fetchNewestEvents(id))).events,
    connect: (want) => getTickStore().wantPortfolio(want),
  });
  return store;
}
