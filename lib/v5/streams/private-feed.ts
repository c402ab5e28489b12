import "server-only";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { findEvents } from "@/lib/db/queries/events";
import { findSeqs } from "@/lib/db/queries/portfolios";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { ChannelSubscription } from "@/lib/notify/channel-subscription";
import { PORTFOLIO_CHANNEL } from "@/lib/notify/portfolio-channel";
import {
  describeChanges,
  listStopOrders,
  type PrivateRows,
  type StopOrders,
} from "@/lib/v5/streams/describe-changes";

/** How often the database is checked for lost notifications, in ms. */
const CHECK_EVERY_MS = 10_000;
/** Events that are shown one after the other; what a longer gap missed is read by REST, as after a reconnection. */
const MAX_EVENTS = 500;
/** How often a change is read again because the next one came meanwhile. */
const MAX_TRIES = 10;

type Listener = (rows: PrivateRows) => void;
type Watch = {
  listeners: Set<Listener>;
  /** The newest event that was shown; null before the first read. */
  seq: number | null;
  stops: StopOrders;
  isReading: boolean;
  isDue: boolean;
};

/** The portfolios that have private sockets in this process. Each change is read once for all of their sockets. */
export class PrivateFeed {
  readonly #watches = new Map<string, Watch>();

  constructor() {
    new ChannelSubscription({
      prefix: PORTFOLIO_CHANNEL,
      onChange: (portfolioId) => this.#refresh(portfolioId),
      onSubscribed: () => void this.#check(),
    });
    setInterval(() => void this.#check(), CHECK_EVERY_MS).unref();
  }

  /**
   * Calls `listener` for every change that is committed from now on; resolves with the function that removes it, once
   * the state that changes are compared with has been read.
   */
  async join(portfolioId: string, listener: Listener): Promise<() => void> {
    const watch = this.#watches.get(portfolioId) ?? createWatch();
    this.#watches.set(portfolioId, watch);
    watch.listeners.add(listener);
    if (watch.seq === null) await this.#begin(portfolioId, watch);
    return () => {
      watch.listeners.delete(listener);
      if (watch.listeners.size === 0 && this.#watches.get(portfolioId) === watch)
        this.#watches.delete(portfolioId);
    };
  }

  async #begin(portfolioId: string, watch: Watch): Promise<void> {
    const stored = await loadPortfolio(portfolioId);
    if (stored === null || watch.seq !== null) return;
    watch.seq = stored.state.seq;
    watch.stops = listStopOrders(stored.state);
  }

  #refresh(portfolioId: string): void {
    const watch = this.#watches.get(portfolioId);
    if (watch === undefined || watch.seq === null) return;
    watch.isDue = true;
    if (!watch.isReading) void this.#read(portfolioId, watch);
  }

  async #read(portfolioId: string, watch: Watch): Promise<void> {
    watch.isReading = true;
    try {
      while (watch.isDue && watch.listeners.size > 0) {
        watch.isDue = false;
        await show(portfolioId, watch);
      }
    } catch (error) {
      // The periodic check reads it again.
      reportError("private-changes-not-read", error, { portfolioId });
    } finally {
      watch.isReading = false;
    }
  }

  async #check(): Promise<void> {
    if (this.#watches.size === 0) return;
    try {
      for (const { id, seq } of await findSeqs([...this.#watches.keys()])) {
        if ((this.#watches.get(id)?.seq ?? seq) < seq) this.#refresh(id);
      }
    } catch (error) {
      reportError("private-changes-not-checked", error);
    }
  }
}

async function show(portfolioId: string, watch: Watch): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const stored = await loadPortfolio(portfolioId);
    if (stored === null || watch.seq === null || stored.state.seq <= watch.seq) return;
    const { state } = stored;
    const afterSeq = Math.max(watch.seq, state.seq - MAX_EVENTS);
    const events = await findEvents(portfolioId, { afterSeq, throughSeq: state.seq, limit: MAX_EVENTS });
    const rows = await describeChanges(state, events, watch.stops);
    // Orders are read after the state: one that was filled in between would be shown before its execution.
    const [now] = await findSeqs([portfolioId]);
    if (now?.seq !== state.seq && tries < MAX_TRIES) continue;
    watch.seq = state.seq;
    watch.stops = listStopOrders(state);
    if (rows !== null) for (const listener of watch.listeners) listener(rows);
    return;
  }
}

function createWatch(): Watch {
  return { listeners: new Set(), seq: null, stops: new Map(), isReading: false, isDue: false };
}

/** The private feed of this process, started at its first use. */
export function getPrivateFeed(): PrivateFeed {
  return getProcessSingleton("v5-private-feed", () => new PrivateFeed());
}
