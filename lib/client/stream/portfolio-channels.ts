import type { StreamEvent } from "@/lib/client/stream/open-event-stream";
import { type OpenChannel, STREAM_NAME, type TabChannel } from "@/lib/client/stream/tab-channel";

/** An event of a portfolio, or only the stream's position in it. */
export type PortfolioMessage = { event: StreamEvent } | { seen: number };

/** One channel for each portfolio: opened only by tabs to which the server has shown this portfolio. */
export class PortfolioChannels {
  readonly #open: OpenChannel;
  readonly #onMessage: (id: string, message: PortfolioMessage) => void;
  #followed: { id: string; channel: TabChannel } | null = null;

  constructor(open: OpenChannel, onMessage: (id: string, message: PortfolioMessage) => void) {
    this.#open = open;
    this.#onMessage = onMessage;
  }

  /** Listens to this portfolio only; null listens to none. */
  follow(id: string | null): void {
    if (this.#followed?.id === id) return;
    this.#followed?.channel.close();
    this.#followed = null;
    if (id === null) return;
    const channel = this.#open(nameOf(id));
    channel.onmessage = ({ data }) => this.#onMessage(id, data as PortfolioMessage);
    this.#followed = { id, channel };
  }

  /** Sends to the other tabs that listen to this portfolio. */
  post(id: string, message: PortfolioMessage): void {
    if (this.#followed?.id === id) {
      this.#followed.channel.postMessage(message);
      return;
    }
    const channel = this.#open(nameOf(id));
    channel.postMessage(message);
    channel.close();
  }
}

function nameOf(id: string): string {
  return `${STREAM_NAME}:portfolio:${id}`;
}
