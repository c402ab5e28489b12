import { callAt } from "@/lib/client/call-at";
import type { Locks } from "@/lib/client/stream/leadership";
import type { openEventStream, StreamEvent } from "@/lib/client/stream/open-event-stream";
import type { PortfolioMessage } from "@/lib/client/stream/portfolio-channels";
import { PortfolioGate } from "@/lib/client/stream/portfolio-gate";
import type { StreamProblem } from "@/lib/client/stream/reconnect-machine";
import { type ConnectionState, StreamConnection } from "@/lib/client/stream/stream-connection";
import { StreamDemand } from "@/lib/client/stream/stream-demand";
import type { LeaderMessage, WantMessage } from "@/lib/client/stream/tab-channel";
import type { TabReception, TabSink } from "@/lib/client/stream/tab-reception";

/** How long a new leader waits for the needs of the other tabs before it opens a stream, ms. */
const GATHER_MS = 150;
/** Events that only the tabs of their portfolio get. */
const PRIVATE_EVENTS = new Set(["portfolio", "notification"]);
/** Rejections after which each tab requests its own portfolio. */
const SESSION_CODES = new Set(["unauthorized", "not_found", "forbidden"]);

type Options = {
  /** The id of this tab. */
  tab: string;
  open: typeof openEventStream;
  /** Null where this tab streams for itself only. */
  locks: Locks | null;
  sink: TabSink;
  reception: TabReception;
  post: (message: LeaderMessage) => void;
  postPortfolio: (id: string, message: PortfolioMessage) => void;
};

/**
 * The leading part of a tab: keeps the connection for all tabs and forwards its events. While it does not
 * lead it only records the needs of the other tabs.
 */
export class StreamLeader {
  readonly #options: Options;
  readonly #connection: StreamConnection;
  readonly #demand: StreamDemand;
  readonly #gate = new PortfolioGate(() => this.#retarget());
  #isLeading = false;
  #hasSaver = false;
  #gatherUntilMs = 0;
  #cancelGather = () => {};
  #cancelAsk = () => {};

  constructor(options: Options) {
    this.#options = options;
    const { open, locks, tab, reception, sink } = options;
    this.#demand = new StreamDemand({
      locks,
      readOwnWant: () => sink.readWant(),
      onGone: () => this.#recordGathered(),
    });
    this.#connection = new StreamConnection({
      open,
      resolve: (target) => this.#addCursors(target),
      onEvents: (connection, events) => this.#passOn(`${tab}/${connection}`, events),
      onBytes: (count) => reception.setBytes(reception.bytes + count),
      onState: (state) => this.#announce(state),
      onReject: (problem, isFinal) => this.#recordRejection(problem, isFinal),
    });
  }

  get isLeading(): boolean {
    return this.#isLeading;
  }

  /** Starts to lead: opens a stream once all live tabs have published their needs. */
  start(): void {
    this.#isLeading = true;
    this.#demand.start();
    this.#options.post({ type: "lead" });
    this.#gatherUntilMs = Date.now() + GATHER_MS;
    this.#cancelGather = callAt(this.#gatherUntilMs, () => this.checkTime());
    this.#recordGathered();
  }

  /** Stops leading. The connection is closed without a message: another tab has its own already. */
  stop(): void {
    this.#isLeading = false;
    this.#demand.stop();
    this.#cancelGather();
    this.#cancelAsk();
    this.#gatherUntilMs = 0;
    this.#connection.setTarget(null);
    this.#gate.reset();
  }

  /** Sets what this tab needs. */
  changeWant(): void {
    this.#retarget();
  }

  setSaver(hasSaver: boolean): void {
    this.#hasSaver = hasSaver;
    this.#retarget();
  }

  /** Another tab has published its needs. */
  admit({ tab, want, isJoining }: WantMessage): void {
    const before = this.#demand.unite().portfolios;
    this.#demand.set(tab, want);
    if (!this.#isLeading) return;
    const { post, reception, sink } = this.#options;
    if (isJoining) {
      post({ type: "joined", to: tab, link: reception.link, events: sink.encodeState() });
      this.#postState();
    }
    this.#recordGathered();
    const { portfolio } = want;
    const seen = portfolio && this.#demand.readSeen(portfolio.id);
    // Events before the tab listened are not sent again, since its stream is open already.
    if (portfolio && seen && before.has(portfolio.id) && (portfolio.cursor ?? -1) < seen) {
      this.#options.postPortfolio(portfolio.id, { seen });
    }
  }

  /** A tab checks that the leader responds. */
  respond(): void {
    if (!this.#isLeading) return;
    // A hidden leader's timers may be a minute late; visible tabs trigger them by message.
    this.checkTime();
    this.#postState();
  }

  /** The page is visible again, or the device online again. */
  wake(): void {
    this.#connection.wake();
  }

  wakeFromSleep(): void {
    this.#connection.wakeFromSleep();
  }

  recordOffline(): void {
    this.#connection.recordOffline();
  }

  /** An event of this tab's connection is missing: a new one begins with the full state. */
  recover(): void {
    const connection = this.#options.reception.link?.split("/")[1];
    if (connection !== undefined) this.#connection.drop(Number(connection));
  }

  checkTime(): void {
    if (this.#gatherUntilMs !== 0 && Date.now() >= this.#gatherUntilMs) {
      this.#gatherUntilMs = 0;
      this.#retarget();
    }
    this.#gate.checkTime();
    this.#connection.checkTime();
  }

  /** Another tab has published its needs, or is gone. */
  #recordGathered(): void {
    if (this.#demand.isComplete) this.#gatherUntilMs = 0;
    this.#retarget();
  }

  #retarget(): void {
    if (!this.#isLeading || this.#gatherUntilMs !== 0) return;
    const target = this.#demand.readTarget({ hasSaver: this.#hasSaver, hasPortfolios: this.#gate.isOpen });
    this.#connection.setTarget(target);
    this.#recordStream();
  }

  /** A new connection continues where the last one ended; the target does not change. */
  #addCursors(target: string): string {
    const cursors = this.#gate.isOpen ? this.#demand.readCursors() : null;
    return cursors === null ? target : `${target}&after=${cursors}`;
  }

  #passOn(link: string, events: StreamEvent[]): void {
    const { post, reception, sink } = this.#options;
    const isFirst = link !== reception.link;
    if (isFirst) reception.begin(link);
    const shared = events.filter(({ name }) => !PRIVATE_EVENTS.has(name));
    post({ type: "events", link, isFirst, events: shared, bytes: reception.bytes });
    sink.onEvents(shared);
    for (const event of events) if (PRIVATE_EVENTS.has(event.name)) this.#passPortfolioOn(event);
  }

  #passPortfolioOn(event: StreamEvent): void {
    const { portfolioId, seq } = JSON.parse(event.data) as { portfolioId: string; seq?: number };
    const { sink, postPortfolio } = this.#options;
    if (seq !== undefined) this.#demand.recordSeen(portfolioId, seq);
    postPortfolio(portfolioId, { event });
    if (sink.readWant().portfolio?.id === portfolioId) sink.onEvents([event]);
  }

  #recordRejection({ code }: StreamProblem, isFinal: boolean): void {
    if (!this.#demand.hasPortfolios) return;
    if (isFinal && SESSION_CODES.has(code)) this.#recheckPortfolios();
    else if (code === "service_unavailable" && this.#connection.phase !== "open")
      this.#gate.recordUnavailable();
  }

  /** Prices continue without the portfolios until each tab has requested its own. */
  #recheckPortfolios(): void {
    const askAtMs = this.#demand.omitPortfolios();
    this.#retarget();
    this.#cancelAsk();
    if (askAtMs > Date.now()) this.#cancelAsk = callAt(askAtMs, () => this.#askTabs());
    else this.#askTabs();
  }

  #askTabs(): void {
    this.#options.post({ type: "recheck" });
    this.#options.sink.onUnknownOutcome();
  }

  #announce(state: ConnectionState): void {
    if (!this.#isLeading) return;
    this.#options.reception.showState(state);
    this.#postState();
    this.#recordStream();
  }

  #recordStream(): void {
    const { phase } = this.#connection;
    const isRecorded = this.#demand.hasPortfolios && (phase === "connecting" || phase === "open");
    this.#gate.recordStream(isRecorded ? phase : "waiting");
  }

  #postState(): void {
    const { post, reception } = this.#options;
    post({ type: "state", state: reception.state, bytes: reception.bytes });
  }
}
