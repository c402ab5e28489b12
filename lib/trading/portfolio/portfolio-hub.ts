import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { findEvents } from "@/lib/db/queries/events";
import { findOrders } from "@/lib/db/queries/orders";
import { findSeqs } from "@/lib/db/queries/portfolios";
import { type EventBlock, encodeEvent } from "@/lib/infra/event-block";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { ChannelSubscription } from "@/lib/notify/channel-subscription";
import { PORTFOLIO_CHANNEL } from "@/lib/notify/portfolio-channel";
import type { PortfolioSnapshot, PortfolioStreamEvent } from "@/lib/schemas/trading/trading-responses";
import { formatEvents } from "@/lib/trading/dto/format-events";
import { snapshotPortfolio } from "@/lib/trading/dto/respond-to-trader";

/**
 * The largest number of events in one message; a viewer that missed more gets the newest of them and the
 * whole state.
 */
const MAX_EVENTS = 200;
/** How often the database is checked for lost notifications, in ms. */
const CHECK_EVERY_MS = 10_000;

/**
 * A stream that shows a portfolio. `send` returns whether the block was accepted; a rejected one is sent
 * again.
 */
export type PortfolioViewer = {
  send: (block: EventBlock) => boolean;
  /** The newest event that the viewer has; null for none. */
  cursor: number | null;
};

type Watch = { viewers: Set<PortfolioViewer>; isPushing: boolean; isDue: boolean };

/**
 * The portfolios that have viewers in this process. Each change is read once, whatever the number of viewers,
 * and each viewer is sent the events after its cursor.
 */
export class PortfolioHub {
  readonly #watches = new Map<string, Watch>();

  constructor() {
    new ChannelSubscription({
      prefix: PORTFOLIO_CHANNEL,
      onChange: (portfolioId) => this.refresh(portfolioId),
      onSubscribed: () => void this.#check(),
    });
    setInterval(() => void this.#check(), CHECK_EVERY_MS).unref();
  }

  /** Adds a viewer and sends it the state; returns a function that removes it. */
  join(portfolioId: string, viewer: PortfolioViewer): () => void {
    const watch = this.#watches.get(portfolioId) ?? { viewers: new Set(), isPushing: false, isDue: false };
    this.#watches.set(portfolioId, watch);
    watch.viewers.add(viewer);
    this.refresh(portfolioId);
    return () => {
      watch.viewers.delete(viewer);
      if (watch.viewers.size === 0 && this.#watches.get(portfolioId) === watch) {
        this.#watches.delete(portfolioId);
      }
    };
  }

  /**
   * Sends new events to the viewers that lack them. Notifications that arrive meanwhile are processed
   * together.
   */
  refresh(portfolioId: string): void {
    const watch = this.#watches.get(portfolioId);
    if (watch === undefined) return;
    watch.isDue = true;
    if (!watch.isPushing) void this.#pushAll(portfolioId, watch);
  }

  async #pushAll(portfolioId: string, watch: Watch): Promise<void> {
    watch.isPushing = true;
    try {
      while (watch.isDue && watch.viewers.size > 0) {
        watch.isDue = false;
        await push(portfolioId, watch.viewers);
      }
    } catch (error) {
      // The periodic check retries it.
      reportError("portfolio-not-pushed", error, { portfolioId });
    } finally {
      watch.isPushing = false;
    }
  }

  async #check(): Promise<void> {
    if (this.#watches.size === 0) return;
    try {
      for (const { id, seq } of await findSeqs([...this.#watches.keys()])) {
        const viewers = this.#watches.get(id)?.viewers ?? [];
        if ([...viewers].some((viewer) => (viewer.cursor ?? -1) < seq)) this.refresh(id);
      }
    } catch (error) {
      reportError("portfolios-not-checked", error);
    }
  }
}

async function push(portfolioId: string, viewers: ReadonlySet<PortfolioViewer>): Promise<void> {
  const stored = await loadPortfolio(portfolioId);
  if (stored === null) return;
  const { seq } = stored.state;
  const waiting = [...viewers].filter((viewer) => viewer.cursor === null || viewer.cursor !== seq);
  if (waiting.length === 0) return;
  // A cursor beyond the end of the log (from before a database reset) is ignored.
  const starts = waiting.map(({ cursor }) => (cursor === null || cursor > seq ? seq : cursor));
  const afterSeq = Math.max(Math.min(...starts), seq - MAX_EVENTS);
  const [events, snapshot] = await Promise.all([
    afterSeq < seq ? findEvents(portfolioId, { afterSeq, throughSeq: seq, limit: MAX_EVENTS }) : [],
    snapshotPortfolio(stored.state),
  ]);
  const orders = await findOrders(portfolioId, findOrderIds(events));
  const described = formatEvents(portfolioId, events, orders);
  const encoded = new Map<number, EventBlock>();
  waiting.forEach((viewer, index) => {
    const start = Math.max(starts[index] ?? seq, afterSeq);
    const events = described.filter((event) => event.seq > start);
    const block = encoded.get(start) ?? encode(snapshot, { afterSeq: start, events });
    encoded.set(start, block);
    if (viewer.send(block)) viewer.cursor = seq;
  });
}

function findOrderIds(events: readonly PortfolioEvent[]): string[] {
  return [...new Set(events.flatMap((event) => ("orderId" in event ? [event.orderId] : [])))];
}

function encode(
  snapshot: PortfolioSnapshot,
  notification: Pick<PortfolioStreamEvent, "afterSeq" | "events">,
): EventBlock {
  const { id: portfolioId, seq } = snapshot;
  const message: PortfolioStreamEvent = { portfolioId, seq, ...notification, snapshot };
  return encodeEvent("portfolio", message, seq);
}

/** The portfolio hub of this process, started at its first use. */
export function getPortfolioHub(): PortfolioHub {
  return getProcessSingleton("portfolio-hub", () => new PortfolioHub());
}
