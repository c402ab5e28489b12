import "server-only";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { parseVenueMessage, type VenueMessage } from "@/lib/market/venue/parse-venue-message";
import { MAX_TOPIC_CHARACTERS, Subscriptions } from "@/lib/market/venue/subscriptions";
import { openVenueSocket, type SocketTiming, type VenueSocket } from "@/lib/market/venue/venue-socket";

const DEPTH_TOPICS = ["publicTrade", "orderbook.50", "kline.1"] as const;

type Options = {
  url: string;
  owner: string;
  onMessage: (message: VenueMessage) => void;
  /** Called for a new connection: the stored state of these books is outdated. */
  onReconnected: (symbols: string[]) => void;
  timing?: SocketTiming | undefined;
};

type Connection = { socket: VenueSocket; subscriptions: Subscriptions };

/**
 * The connections of one leader to the venue: as many as its topics need. Tickers have separate ones, so that
 * a burst of a book does not delay them.
 */
export class VenueConnections {
  readonly #options: Options;
  readonly #tickers: Connection[] = [];
  readonly #depths: Connection[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** Follows the tickers of symbols. */
  followTickers(symbols: readonly string[]): void {
    const topics = symbols.map((symbol) => `tickers.${symbol}`);
    for (const [connection, some] of this.#place(
      this.#tickers,
      topics.map((topic) => [topic]),
    )) {
      connection.subscriptions.add(some);
    }
  }

  /** Also follows trades, book and candle of symbols. */
  followDepth(symbols: readonly string[]): void {
    for (const [connection, topics] of this.#place(this.#depths, symbols.map(depthTopics))) {
      connection.subscriptions.add(topics);
    }
  }

  leaveDepth(symbols: readonly string[]): void {
    const topics = symbols.flatMap(depthTopics);
    for (const { subscriptions } of this.#depths) subscriptions.remove(topics);
  }

  /** Requests a new snapshot of one book. */
  renewBook(symbol: string): void {
    const topic = `orderbook.50.${symbol}`;
    this.#depths.find(({ subscriptions }) => subscriptions.has(topic))?.subscriptions.renew(topic);
  }

  /** Symbols with a topic that the venue rejects. */
  rejected(): Set<string> {
    const symbols = new Set<string>();
    for (const { subscriptions } of this.#all()) {
      for (const topic of subscriptions.rejected()) symbols.add(symbolOf(topic));
    }
    return symbols;
  }

  retryRejected(nowMs: number): void {
    for (const { subscriptions } of this.#all()) subscriptions.retryRejected(nowMs);
  }

  /** Whether every connection is open. */
  areOpen(): boolean {
    return this.#all().every(({ socket }) => socket.isOpen());
  }

  count(): number {
    return this.#all().length;
  }

  close(): void {
    for (const { socket } of this.#all()) socket.close();
  }

  #all(): Connection[] {
    return [...this.#tickers, ...this.#depths];
  }

  /** Distributes groups of topics over connections with free capacity, opening more if none has. */
  #place(connections: Connection[], groups: readonly string[][]): Map<Connection, string[]> {
    const placed = new Map<Connection, string[]>();
    const sizes = new Map(connections.map((one) => [one, one.subscriptions.characters]));
    for (const topics of groups) {
      const size = topics.reduce((sum, topic) => sum + topic.length, 0);
      let home = connections.find((one) => (sizes.get(one) ?? 0) + size <= MAX_TOPIC_CHARACTERS);
      if (!home) {
        home = this.#open();
        connections.push(home);
      }
      sizes.set(home, (sizes.get(home) ?? 0) + size);
      placed.set(home, [...(placed.get(home) ?? []), ...topics]);
    }
    return placed;
  }

  #open(): Connection {
    const { url, owner, timing } = this.#options;
    const subscriptions = new Subscriptions((request) => socket.send(request));
    const socket = openVenueSocket(
      url,
      {
        onOpen: () => {
          this.#options.onReconnected([...new Set([...subscriptions.topics()].map(symbolOf))]);
          subscriptions.subscribeAll();
        },
        onMessage: (text) => this.#receive(text, subscriptions),
        onDown: (why) => log.warn("venue-connection-lost", { ...why, owner }),
      },
      timing,
    );
    return { socket, subscriptions };
  }

  #receive(text: string, subscriptions: Subscriptions): void {
    const message = parseVenueMessage(text);
    if (message.kind === "accepted") subscriptions.recordAccepted(message.requestId);
    if (message.kind === "rejected") {
      const topic = subscriptions.recordRejected(message.requestId, message.reason, Date.now());
      if (topic) reportError("venue-rejected-topic", message.reason, { topic });
    }
    this.#options.onMessage(message);
  }
}

function depthTopics(symbol: string): string[] {
  return DEPTH_TOPICS.map((topic) => `${topic}.${symbol}`);
}

function symbolOf(topic: string): string {
  return topic.slice(topic.lastIndexOf(".") + 1);
}
