import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, Market } from "@/lib/core/engine/context";
import { type Decision, decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { dec, makeContext, makeMarket, money, mustDecide, price, qty } from "@/tests/support/engine-fixtures";
import type { SeededRandom } from "@/tests/support/seeded-random";

/** Faults of messages and processes, by seed. */
export type Weather = { loss: number; duplicates: number; crash: number };

type Message = { orderId: string; dueMs: number };
/** A decision on a state that is not written yet: the process pauses in between. */
type Pending = { readSeq: number; decision: Decision & { ok: true } };

const RETRY_MS = 1_000;
const SWEEP_MS = 60_000;

/**
 * The path of an order without its hosts: a command handler that writes only upon the state that was read, a queue that
 * loses, repeats and reorders, processes that stop anywhere, and the sweep that puts right what was lost.
 */
export class OrderPath {
  state: PortfolioState;
  readonly log: PortfolioEvent[] = [];
  /** Orders acknowledged to the client; they must never be lost. */
  readonly acknowledged = new Set<string>();
  nowMs = 1_000;
  private queue: Message[] = [];
  private pending: Pending[] = [];
  private requests: OrderRequest[] = [];
  /** The command handler's response by client id: a retry is not a second order. */
  private readonly responses = new Map<string, boolean>();
  private market: Market = makeMarket(100, { bids: [[99.9, 50]], asks: [[100.1, 50]] });
  private isFeedCut = false;
  private isQueueCut = false;

  constructor(
    private readonly random: SeededRandom,
    private readonly weather: Weather,
  ) {
    const opened = mustDecide(
      EMPTY_STATE,
      {
        type: "open-portfolio",
        id: "p",
        kind: "perpetual",
        marginMode: "isolated",
        opening: money(10_000),
        leverage: dec(10),
      },
      this.context(),
    );
    this.state = opened.state;
    this.log.push(...opened.events);
  }

  /** One operation of the world. */
  step(): void {
    const { random } = this;
    this.nowMs += random.int(120);
    const roll = random.next();
    if (roll < 0.25)
      this.place(
        random.chance(0.2) && this.requests.length > 0 ? random.pick(this.requests) : this.newOrder(),
      );
    else if (roll < 0.55) this.deliver();
    else if (roll < 0.75) this.tick();
    else if (roll < 0.8) this.run({ type: "cancel", orderId: this.anyId() });
    else if (roll < 0.84) this.pause({ type: "execute", orderId: this.anyId() });
    else if (roll < 0.88) this.resume();
    else if (roll < 0.91) this.isFeedCut = !this.isFeedCut;
    else if (roll < 0.94) this.isQueueCut = !this.isQueueCut;
    else if (roll < 0.96) this.nowMs += random.int(8_000);
    else if (roll < 0.98) this.sweep();
    else this.run({ type: "close-all", orderIdPrefix: `c${this.log.length}` });
    assertInvariants(this.state);
  }

  /** No faults until everything is processed: an order still open then is lost. */
  settle(): void {
    this.isFeedCut = false;
    this.isQueueCut = false;
    while (this.pending.length > 0) this.resume();
    this.nowMs += SWEEP_MS;
    this.sweep();
    for (let left = this.queue.length; left > 0; left -= 1) this.deliver();
  }

  private place(request: OrderRequest): void {
    this.requests.push(request);
    const known = this.responses.get(request.orderId);
    if (known === undefined) {
      const isAccepted = this.run({ type: "submit", order: request });
      this.responses.set(request.orderId, isAccepted);
      if (isAccepted && request.kind === "market") this.publish(request.orderId);
    }
    // The response may be lost: the client then retries the order.
    if (this.responses.get(request.orderId) && !this.random.chance(this.weather.loss)) {
      this.acknowledged.add(request.orderId);
    }
  }

  private publish(orderId: string): void {
    if (this.isQueueCut || this.random.chance(this.weather.loss)) return;
    this.queue.push({ orderId, dueMs: this.nowMs });
    if (this.random.chance(this.weather.duplicates))
      this.queue.push({ orderId, dueMs: this.nowMs + this.random.int(3_000) });
  }

  /** Delivers any due message, in any order. Only a response removes it from the queue. */
  private deliver(): void {
    const due = this.queue.filter((message) => message.dueMs <= this.nowMs);
    if (due.length === 0 || this.isQueueCut) return;
    const message = this.random.pick(due);
    if (this.random.chance(this.weather.crash)) {
      // Killed: before the write, or after the commit and before the response.
      if (this.random.chance(0.5)) this.run({ type: "execute", orderId: message.orderId });
      message.dueMs = this.nowMs + RETRY_MS;
      return;
    }
    const before = this.state.orders.some(
      (order) => order.id === message.orderId && order.status === "QUEUED",
    );
    this.run({ type: "execute", orderId: message.orderId });
    const after = this.state.orders.some(
      (order) => order.id === message.orderId && order.status === "QUEUED",
    );
    const hasResponse = !(before && after) && !this.random.chance(this.weather.loss);
    if (hasResponse) this.queue = this.queue.filter((item) => item !== message);
    else message.dueMs = this.nowMs + RETRY_MS;
  }

  private sweep(): void {
    this.run({ type: "expire" });
    for (const order of this.state.orders) {
      if (order.status === "QUEUED" && !this.queue.some((item) => item.orderId === order.id))
        this.publish(order.id);
    }
  }

  private pause(command: Command): void {
    const decision = decide(this.state, command, this.context());
    if (decision.ok) this.pending.push({ readSeq: this.state.seq, decision });
  }

  /** A process resumes and writes an old decision: only if nothing was written since. */
  private resume(): void {
    const pending = this.pending.shift();
    if (pending && pending.readSeq === this.state.seq) this.commit(pending.decision);
  }

  private run(command: Command): boolean {
    const decision = decide(this.state, command, this.context());
    if (decision.ok) this.commit(decision);
    return decision.ok;
  }

  private commit(decision: Decision & { ok: true }): void {
    this.state = decision.state;
    this.log.push(...decision.events);
  }

  private tick(): void {
    if (this.isFeedCut) return;
    const last = (100 + (this.random.next() - 0.5) * 12).toFixed(1);
    const at = Number(last);
    this.market = makeMarket(last, {
      bids: [[(at - 0.1).toFixed(1), 1 + this.random.int(50)]],
      asks: [[(at + 0.1).toFixed(1), 1 + this.random.int(50)]],
      tickMs: this.nowMs,
      bookMs: this.nowMs,
    });
    const points = [{ last: price(last), mark: price(last), qty: null, timeMs: this.nowMs, seq: 1 }];
    const path = { kind: "points" as const, points };
    // Sometimes two leaders deliver one publication.
    for (let times = this.random.chance(this.weather.duplicates) ? 2 : 1; times > 0; times -= 1) {
      this.run({ type: "price-moved", symbol: "BTCUSDT", path });
    }
  }

  private newOrder(): OrderRequest {
    const { random } = this;
    const kind = random.pick(["market", "market", "market", "limit", "stop-market"] as const);
    const near = price((100 + (random.next() - 0.5) * 6).toFixed(1));
    return {
      orderId: `o${this.requests.length}`,
      symbol: "BTCUSDT",
      side: random.pick(["buy", "sell"] as const),
      kind,
      qty: qty(1 + random.int(60)),
      price: kind === "limit" ? near : undefined,
      trigger: kind === "stop-market" ? { price: near } : undefined,
      reduceOnly: random.chance(0.2),
    };
  }

  private anyId(): string {
    return this.requests.length > 0 ? this.random.pick(this.requests).orderId : "none";
  }

  private context(): Context {
    return makeContext({ nowMs: this.nowMs, market: this.market });
  }
}
