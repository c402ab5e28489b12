import { createId } from "@/lib/client/create-id";
import { Leadership, type Locks } from "@/lib/client/stream/leadership";
import type { openEventStream, StreamEvent } from "@/lib/client/stream/open-event-stream";
import { type ConnectionState, StreamConnection } from "@/lib/client/stream/stream-connection";
import { type TabWant, toStreamTarget, uniteWants } from "@/lib/client/stream/stream-want";
import { TabRoll } from "@/lib/client/stream/tab-roll";

const NAME = "tz:stream";
/** How long a new leader waits at most for what the other tabs want before it opens a stream, ms. */
const GATHER_MS = 150;
/** How often a visible tab asks its leader for a sign of life, ms. */
const ASK_MS = 1_000;
/** A visible page whose timer comes this late has slept, ms. */
const ASLEEP_MS = 5_000;
/** A leader that has said nothing for this long is frozen, ms. */
const FROZEN_MS = 3_000;
/** Tabs are asked at most this often whether their session still holds, ms. */
const DOUBT_MS = 10_000;

/** The part of `BroadcastChannel` that is used here. */
export type TabChannel = {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent) => void) | null;
  close: () => void;
};

/** What the browser offers to tabs that share a stream. Where one of the two is missing, each tab streams alone. */
export type TabTools = {
  locks: Locks | null;
  openChannel: ((name: string) => TabChannel) | null;
  isVisible: () => boolean;
};

/** The reader of the stream in this tab. */
export type StreamSink = {
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
  onDoubt: () => void;
  /** Everything that a tab needs that joins now. */
  encodeState: () => StreamEvent[];
};

/** `link` names a connection of a leader. */
type Message =
  | { type: "want"; tab: string; want: TabWant; isJoining: boolean }
  | { type: "lead" }
  | { type: "ask" }
  | { type: "wake" }
  | { type: "doubt" }
  | { type: "state"; state: ConnectionState; bytes: number }
  | { type: "events"; link: string; isFirst: boolean; events: StreamEvent[]; bytes: number }
  | { type: "joined"; to: string; link: string | null; events: StreamEvent[] };

type PortfolioMessage = { event: StreamEvent } | { seen: number };

/**
 * One stream for all tabs of a browser. One tab leads: it holds a lock, keeps the connection for everything that the
 * tabs want, and passes its events on. The lock goes to another tab when the leader closes, crashes or is frozen; that
 * one goes on from the last event that the tabs know. Events of a portfolio travel on a channel that only tabs open
 * that were shown this portfolio by the server.
 *
 * Locks and not a `SharedWorker`: Chrome on Android has none, and a worker shares a process with some tab, so that it
 * dies in a crash without any event, while a lock is released.
 */
export class SharedStream {
  readonly #sink: StreamSink;
  readonly #tools: TabTools;
  readonly #tab = createId();
  readonly #connection: StreamConnection;
  readonly #leadership: Leadership | null;
  readonly #roll: TabRoll | null;
  /** The newest event of each portfolio that came over this leader's connections. */
  readonly #seen = new Map<string, number>();
  readonly #portfolioChannels = new Map<string, TabChannel>();
  #channel: TabChannel | null = null;
  /** Aborted when this tab leaves; null while it takes no part. */
  #membership: AbortController | null = null;
  #hasSaver = false;
  #doubtedAtMs = 0;
  #gatherUntilMs = 0;
  #gather: ReturnType<typeof setTimeout> | undefined;
  #ask: ReturnType<typeof setInterval> | undefined;
  #askedAtMs = 0;
  #wasVisible = false;
  #heardAtMs = 0;
  /** The connection whose events this tab takes. */
  #link: string | null = null;
  #bytes = 0;
  #state: ConnectionState = { phase: "idle", problem: null };

  constructor(open: typeof openEventStream, tools: TabTools, sink: StreamSink) {
    this.#sink = sink;
    this.#tools = tools;
    this.#connection = new StreamConnection({
      open,
      resolve: (target) => this.#addCursors(target),
      onEvents: (connection, events) => this.#passOn(`${this.#tab}/${connection}`, events),
      onBytes: (count) => this.#setBytes(this.#bytes + count),
      onState: (state) => this.#announce(state),
      onReject: ({ code }) => this.#doubt(code),
    });
    const { locks, openChannel } = tools;
    const isShared = locks !== null && openChannel !== null;
    this.#roll = isShared ? new TabRoll(locks, lockOf, () => this.#noteGathered()) : null;
    this.#leadership = isShared
      ? new Leadership(locks, NAME, { gain: () => this.#lead(), loss: () => this.#stepDown() })
      : null;
  }

  /** Takes part from now on. */
  join(): void {
    if (this.#membership) return;
    const membership = new AbortController();
    this.#membership = membership;
    this.#askedAtMs = this.#heardAtMs = Date.now();
    this.#wasVisible = this.#tools.isVisible();
    this.#ask = setInterval(() => this.#keepTime(), ASK_MS);
    const { locks, openChannel } = this.#tools;
    if (!locks || !openChannel) {
      this.#retarget();
      return;
    }
    const channel = openChannel(NAME);
    channel.onmessage = ({ data }) => this.#receive(data as Message);
    this.#channel = channel;
    this.#followPortfolio();
    const { signal } = membership;
    // The others see by this lock that the tab lives, so it comes before the first message.
    const begin = () => {
      if (signal.aborted) return Promise.resolve();
      this.#postWant(true);
      this.#leadership?.stand();
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    };
    // Rejected when the tab has left before it was its turn.
    locks.request(lockOf(this.#tab), { signal }, begin).catch(() => {});
  }

  /** Takes no part any more: another tab leads, or none. */
  leave(): void {
    this.#membership?.abort();
    this.#membership = null;
    this.#leadership?.resign();
    this.#roll?.unwatch();
    clearInterval(this.#ask);
    clearTimeout(this.#gather);
    this.#gatherUntilMs = 0;
    this.#connection.setTarget(null);
    for (const channel of this.#portfolioChannels.values()) channel.close();
    this.#portfolioChannels.clear();
    this.#channel?.close();
    this.#channel = null;
    this.#link = null;
    this.#seen.clear();
    this.#showState({ phase: "idle", problem: null });
  }

  /** This tab wants something else from now on. */
  changeWant(): void {
    if (!this.#membership) return;
    this.#followPortfolio();
    this.#postWant(false);
    this.#retarget();
  }

  /** Whether to save data; all tabs of a browser read the same choice. */
  setSaver(hasSaver: boolean): void {
    this.#hasSaver = hasSaver;
    this.#retarget();
  }

  /** The page is visible again, or the device online again. */
  wake(): void {
    if (this.#leads) this.#connection.wake();
    else this.#post({ type: "wake" });
  }

  /** The device says that it is offline. */
  noteOffline(): void {
    if (this.#leads) this.#connection.noteOffline();
  }

  /** An event is missing: the tab gets everything again. */
  recover(): void {
    const connection = this.#leads ? this.#link?.split("/")[1] : undefined;
    if (connection !== undefined) this.#connection.drop(Number(connection));
    else this.#postWant(true);
  }

  get #leads(): boolean {
    return this.#membership !== null && (this.#leadership === null || this.#leadership.isHeld);
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }

  #postWant(isJoining: boolean): void {
    this.#post({ type: "want", tab: this.#tab, want: this.#sink.readWant(), isJoining });
  }

  // Leading

  #lead(): void {
    this.#roll?.watch();
    this.#post({ type: "lead" });
    this.#gatherUntilMs = Date.now() + GATHER_MS;
    this.#gather = setTimeout(() => this.#checkTime(), GATHER_MS);
    this.#noteGathered();
  }

  /** Another tab has said what it wants, or is gone. */
  #noteGathered(): void {
    if (this.#roll?.isComplete) this.#gatherUntilMs = 0;
    this.#retarget();
  }

  #stepDown(): void {
    this.#roll?.unwatch();
    this.#connection.setTarget(null);
    this.#heardAtMs = Date.now();
    this.#seen.clear();
    this.#leadership?.stand();
    this.#postWant(true);
  }

  #retarget(): void {
    if (!this.#leads || this.#gatherUntilMs !== 0) return;
    const want = this.#unite();
    for (const id of this.#seen.keys()) if (!want.portfolios.has(id)) this.#seen.delete(id);
    this.#connection.setTarget(toStreamTarget(want, this.#hasSaver));
  }

  #unite() {
    return uniteWants([this.#sink.readWant(), ...(this.#roll?.wants() ?? [])], this.#doubtedAtMs);
  }

  /** A new connection goes on where the last one ended; the target stays the same for that. */
  #addCursors(target: string): string {
    const { portfolios } = this.#unite();
    if (portfolios.size === 0) return target;
    const ids = [...portfolios.keys()].sort();
    const after = ids.map((id) => this.#seen.get(id) ?? portfolios.get(id) ?? "");
    return `${target}&after=${after.join(",")}`;
  }

  #checkTime(): void {
    if (this.#gatherUntilMs !== 0 && Date.now() >= this.#gatherUntilMs) {
      this.#gatherUntilMs = 0;
      this.#retarget();
    }
    this.#connection.checkTime();
  }

  #passOn(link: string, events: StreamEvent[]): void {
    const isFirst = link !== this.#link;
    if (isFirst) this.#begin(link);
    const shared = events.filter(({ name }) => name !== "portfolio");
    this.#post({ type: "events", link, isFirst, events: shared, bytes: this.#bytes });
    this.#sink.onEvents(shared);
    for (const event of events) if (event.name === "portfolio") this.#passPortfolioOn(event);
  }

  #passPortfolioOn(event: StreamEvent): void {
    const { portfolioId, seq } = JSON.parse(event.data) as { portfolioId: string; seq: number };
    this.#seen.set(portfolioId, seq);
    this.#postPortfolio(portfolioId, { event });
    if (this.#sink.readWant().portfolio?.id === portfolioId) this.#sink.onEvents([event]);
  }

  #postPortfolio(id: string, message: PortfolioMessage): void {
    const { openChannel } = this.#tools;
    if (!this.#channel || !openChannel) return;
    const open = this.#portfolioChannels.get(id);
    const channel = open ?? openChannel(portfolioChannelOf(id));
    channel.postMessage(message);
    if (!open) channel.close();
  }

  #admit(tab: string, want: TabWant, isJoining: boolean): void {
    const before = this.#unite().portfolios;
    this.#roll?.set(tab, want);
    if (!this.#leads) return;
    if (isJoining) {
      this.#post({ type: "joined", to: tab, link: this.#link, events: this.#sink.encodeState() });
      this.#post({ type: "state", state: this.#state, bytes: this.#bytes });
    }
    this.#noteGathered();
    const { portfolio } = want;
    const seen = portfolio && this.#seen.get(portfolio.id);
    // What came before the tab listened is not sent again, since its stream is open already.
    if (portfolio && seen && before.has(portfolio.id) && (portfolio.cursor ?? -1) < seen) {
      this.#postPortfolio(portfolio.id, { seen });
    }
  }

  #doubt(code: string): void {
    if (code !== "unauthorized" && code !== "not_found" && code !== "forbidden") return;
    if (this.#unite().portfolios.size === 0) return;
    const nowMs = Date.now();
    const isNew = nowMs - this.#doubtedAtMs >= DOUBT_MS;
    this.#doubtedAtMs = nowMs;
    // Prices go on without the portfolios until each tab has asked for its own.
    this.#retarget();
    if (!isNew) return;
    this.#post({ type: "doubt" });
    this.#sink.onDoubt();
  }

  #announce(state: ConnectionState): void {
    // One that has lost the lock closes its connection without a word.
    if (!this.#leads) return;
    this.#showState(state);
    this.#post({ type: "state", state, bytes: this.#bytes });
  }

  // Following

  #receive(message: Message): void {
    if (message.type === "want") this.#admit(message.tab, message.want, message.isJoining);
    else if (message.type === "ask") this.#answer();
    else if (message.type === "wake") this.#connection.wake();
    else this.#hear(message);
  }

  #answer(): void {
    if (!this.#leads) return;
    // A hidden leader's timers may be a minute late; those who look at the page keep the time for it.
    this.#checkTime();
    this.#post({ type: "state", state: this.#state, bytes: this.#bytes });
  }

  /** A message of the leader. */
  #hear(message: Exclude<Message, { type: "want" | "ask" | "wake" }>): void {
    // The last words of one that has lost the lock.
    if (this.#leads) return;
    this.#heardAtMs = Date.now();
    if (message.type === "lead") {
      this.#postWant(false);
    } else if (message.type === "doubt") this.#sink.onDoubt();
    else if (message.type === "joined") {
      if (message.to !== this.#tab || message.link === null) return;
      this.#begin(message.link);
      this.#sink.onEvents(message.events);
    } else if (message.type === "state") {
      this.#showState(message.state);
      this.#setBytes(message.bytes);
    } else {
      this.#setBytes(message.bytes);
      if (message.isFirst) this.#begin(message.link);
      if (message.link === this.#link) this.#sink.onEvents(message.events);
    }
  }

  #askLeader(nowMs: number): void {
    if (nowMs - this.#heardAtMs <= FROZEN_MS) {
      this.#post({ type: "ask" });
      return;
    }
    this.#heardAtMs = nowMs;
    this.#leadership?.seize();
  }

  #followPortfolio(): void {
    const wanted = this.#sink.readWant().portfolio?.id ?? null;
    for (const [id, channel] of this.#portfolioChannels) {
      if (id === wanted) continue;
      channel.close();
      this.#portfolioChannels.delete(id);
    }
    const { openChannel } = this.#tools;
    if (wanted === null || !this.#channel || !openChannel || this.#portfolioChannels.has(wanted)) return;
    const channel = openChannel(portfolioChannelOf(wanted));
    channel.onmessage = ({ data }) => {
      const message = data as PortfolioMessage;
      if ("event" in message) this.#sink.onEvents([message.event]);
      else this.#sink.onPortfolioSeen(wanted, message.seen);
    };
    this.#portfolioChannels.set(wanted, channel);
  }

  // Both

  #keepTime(): void {
    const nowMs = Date.now();
    const isVisible = this.#tools.isVisible();
    // The timers of a hidden page are late without any sleep.
    const hasSlept = this.#wasVisible && isVisible && nowMs - this.#askedAtMs > ASLEEP_MS;
    this.#askedAtMs = nowMs;
    this.#wasVisible = isVisible;
    if (this.#leads) {
      if (hasSlept) this.#connection.wakeFromSleep();
      return;
    }
    // After sleep the leader has had no time to speak either.
    if (hasSlept) this.#heardAtMs = nowMs;
    if (isVisible) this.#askLeader(nowMs);
  }

  #begin(link: string): void {
    this.#link = link;
    this.#sink.onBegin();
  }

  #showState(state: ConnectionState): void {
    this.#state = state;
    this.#sink.onState(state);
  }

  #setBytes(bytes: number): void {
    // A leader that has just begun knows less than the tabs that were there before.
    if (bytes <= this.#bytes) return;
    this.#bytes = bytes;
    this.#sink.onUsage(bytes);
  }
}

function lockOf(tab: string): string {
  return `${NAME}:${tab}`;
}

function portfolioChannelOf(id: string): string {
  return `${NAME}:portfolio:${id}`;
}
