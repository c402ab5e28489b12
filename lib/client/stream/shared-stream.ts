import { createId } from "@/lib/client/api/create-id";
import { LeaderWatch } from "@/lib/client/stream/leader-watch";
import { Leadership } from "@/lib/client/stream/leadership";
import type { openEventStream } from "@/lib/client/stream/open-event-stream";
import { PortfolioChannels } from "@/lib/client/stream/portfolio-channels";
import { SleepWatch } from "@/lib/client/stream/sleep-watch";
import { StreamLeader } from "@/lib/client/stream/stream-leader";
import {
  type LeaderMessage,
  lockOf,
  STREAM_NAME,
  type TabChannel,
  type TabMessage,
  type TabTools,
} from "@/lib/client/stream/tab-channel";
import { TabReception, type TabSink } from "@/lib/client/stream/tab-reception";

/** How often a tab checks its leader, and its own sleep, ms. */
const CHECK_MS = 1_000;
/** Minimum time between two requests for the full state, ms. */
const REJOIN_MS = 1_000;

/**
 * One stream for all tabs of a browser. One tab leads: it owns a lock, has the connection for everything that
 * the tabs need, and forwards its events. The lock goes to another tab when the leader closes, crashes or is
 * frozen; that tab continues from the last event that the tabs know. Events of a portfolio travel on a
 * channel that only tabs open that were shown this portfolio by the server.
 *
 * Locks and not a `SharedWorker`: Chrome on Android has none, and a worker shares a process with some tab, so
 * that it dies in a crash without any event, while a lock is released.
 */
export class SharedStream {
  readonly #sink: TabSink;
  readonly #tools: TabTools;
  readonly #tab = createId();
  readonly #reception: TabReception;
  readonly #leader: StreamLeader;
  readonly #leadership: Leadership | null;
  readonly #leaderWatch = new LeaderWatch();
  readonly #sleepWatch = new SleepWatch();
  #channel: TabChannel | null = null;
  #portfolios: PortfolioChannels | null = null;
  /** Aborted when this tab leaves; null while it takes no part. */
  #membership: AbortController | null = null;
  #check: ReturnType<typeof setInterval> | undefined;
  /** When this tab last requested the full state, ms. */
  #joinedAtMs = 0;

  constructor(open: typeof openEventStream, tools: TabTools, sink: TabSink) {
    this.#sink = sink;
    this.#tools = tools;
    this.#reception = new TabReception(sink);
    const locks = tools.openChannel && tools.locks;
    this.#leader = new StreamLeader({
      tab: this.#tab,
      open,
      locks,
      sink,
      reception: this.#reception,
      post: (message) => this.#post(message),
      postPortfolio: (id, message) => this.#portfolios?.post(id, message),
    });
    const onChange = { gain: () => this.#leader.start(), loss: () => this.#stepDown() };
    this.#leadership = locks && new Leadership(locks, STREAM_NAME, onChange);
  }

  /** Starts to take part. */
  join(): void {
    if (this.#membership) return;
    const membership = new AbortController();
    this.#membership = membership;
    this.#leaderWatch.recordHeard();
    this.#sleepWatch.start(this.#tools.isVisible());
    this.#check = setInterval(() => this.#keepTime(), CHECK_MS);
    const { locks, openChannel } = this.#tools;
    if (!locks || !openChannel) {
      this.#leader.start();
      return;
    }
    const channel = openChannel(STREAM_NAME);
    channel.onmessage = ({ data }) => this.#receive(data as TabMessage);
    this.#channel = channel;
    this.#portfolios = new PortfolioChannels(openChannel, (id, message) => {
      if ("event" in message) this.#sink.onEvents([message.event]);
      else this.#sink.onPortfolioSeen(id, message.seen);
    });
    this.#followPortfolio();
    const { signal } = membership;
    // Other tabs detect by this lock that the tab lives, so it is acquired before the first message.
    const begin = () => {
      if (signal.aborted) return Promise.resolve();
      this.#postWant(true);
      this.#leadership?.stand();
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    };
    // Rejected when the tab left before the lock was granted.
    locks.request(lockOf(this.#tab), { signal }, begin).catch(() => {});
  }

  /** Stops taking part: another tab leads, or none. */
  leave(): void {
    this.#membership?.abort();
    this.#membership = null;
    this.#leadership?.resign();
    clearInterval(this.#check);
    this.#leader.stop();
    this.#portfolios?.follow(null);
    this.#portfolios = null;
    this.#channel?.close();
    this.#channel = null;
    this.#reception.end();
  }

  /** Sets what this tab needs. */
  changeWant(): void {
    if (!this.#membership) return;
    this.#followPortfolio();
    this.#postWant(false);
    this.#leader.changeWant();
  }

  /** Whether to save data; all tabs of a browser read the same choice. */
  setSaver(hasSaver: boolean): void {
    this.#leader.setSaver(hasSaver);
  }

  /** The page is visible again, or the device online again. */
  wake(): void {
    if (this.#leader.isLeading) this.#leader.wake();
    else this.#post({ type: "wake" });
  }

  /** The device is offline. */
  recordOffline(): void {
    if (this.#leader.isLeading) this.#leader.recordOffline();
  }

  /** An event is missing: the tab requests the full state. */
  recover(): void {
    if (this.#leader.isLeading) this.#leader.recover();
    else this.#postWant(true);
  }

  #post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  #postWant(isJoining: boolean): void {
    if (isJoining) this.#joinedAtMs = Date.now();
    this.#post({ type: "want", tab: this.#tab, want: this.#sink.readWant(), isJoining });
  }

  #followPortfolio(): void {
    this.#portfolios?.follow(this.#sink.readWant().portfolio?.id ?? null);
  }

  #stepDown(): void {
    this.#leader.stop();
    this.#leaderWatch.recordHeard();
    this.#leadership?.stand();
    this.#postWant(true);
  }

  #receive(message: TabMessage): void {
    if (message.type === "want") this.#leader.admit(message);
    else if (message.type === "ask") this.#leader.respond();
    else if (message.type === "wake") {
      if (this.#leader.isLeading) this.#leader.wake();
    } else this.#hear(message);
  }

  #hear(message: LeaderMessage): void {
    // The last messages of a leader that has lost the lock.
    if (this.#leader.isLeading) return;
    this.#leaderWatch.recordHeard();
    if (message.type === "lead") this.#postWant(false);
    else if (message.type === "recheck") this.#sink.onUnknownOutcome();
    else if (message.type === "joined") {
      if (message.to !== this.#tab || message.link === null) return;
      this.#reception.begin(message.link);
      this.#sink.onEvents(message.events);
    } else if (message.type === "state") {
      this.#reception.showState(message.state);
      this.#reception.setBytes(message.bytes);
    } else this.#hearEvents(message);
  }

  #hearEvents({ link, isFirst, events, bytes }: Extract<LeaderMessage, { type: "events" }>): void {
    this.#reception.setBytes(bytes);
    if (isFirst) this.#reception.begin(link);
    if (link === this.#reception.link) this.#sink.onEvents(events);
    // The beginning of this connection was missed, or a late message of another leader came after it.
    else if (Date.now() - this.#joinedAtMs >= REJOIN_MS) this.#postWant(true);
  }

  #keepTime(): void {
    const isVisible = this.#tools.isVisible();
    const hasSlept = this.#sleepWatch.check(isVisible);
    if (this.#leader.isLeading) {
      if (hasSlept) this.#leader.wakeFromSleep();
      return;
    }
    const next = this.#leaderWatch.check(isVisible);
    if (next === "ask") this.#post({ type: "ask" });
    else if (next === "seize") this.#leadership?.seize();
  }
}
