import type { IncomingMessage, ServerResponse } from "node:http";
import type { Backend } from "@/emulators/upstash-redis/backend";

/** Buffer limit of a slow reader, which is then disconnected, as Redis does with its output buffers. */
const MAX_BACKLOG_BYTES = 8 * 1_024 * 1_024;

type Message = { pattern: string | null; channel: string; text: string };

/** The open event streams: subscriptions and monitors. Every message is on the wire before the next one. */
export class SubscriberStreams {
  readonly #backend: Backend;
  readonly #open = new Set<ServerResponse>();
  readonly #monitors = new Set<ServerResponse>();
  #lastMessage: { message: Message; encoded: Buffer } | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Responds to a subscription and keeps it open until the client or `dropAll` ends it. */
  async subscribe(
    request: IncomingMessage,
    response: ServerResponse,
    to: { kind: "channel" | "pattern"; names: string[] },
  ): Promise<void> {
    startEvents(request, response);
    // Registered before the backend is called, so that a switch set meanwhile ends this one, too.
    this.#open.add(response);
    const stop = await this.#backend.subscribe(to, (message) => write(response, this.#encode(message)));
    this.#onEnd(response, stop);
    const verb = to.kind === "channel" ? "subscribe" : "psubscribe";
    for (const [index, name] of to.names.entries()) {
      write(response, encodeEvent(`${verb},${name},${index + 1}`));
    }
  }

  /** Streams every command from now on. */
  monitor(request: IncomingMessage, response: ServerResponse): void {
    startEvents(request, response);
    this.#open.add(response);
    this.#monitors.add(response);
    this.#onEnd(response, () => this.#monitors.delete(response));
    write(response, encodeEvent('"OK"'));
  }

  /** Sends a command to the monitors. */
  showCommand(command: string[]): void {
    if (this.#monitors.size === 0) return;
    const shown = command.map((part) => JSON.stringify(part)).join(" ");
    const encoded = encodeEvent(`"${(Date.now() / 1_000).toFixed(6)} [0 127.0.0.1:0] ${shown}"`);
    for (const response of this.#monitors) write(response, encoded);
  }

  /** Ends all streams. */
  dropAll(): void {
    for (const response of this.#open) response.destroy();
  }

  #onEnd(response: ServerResponse, stop: () => void): void {
    const end = () => {
      this.#open.delete(response);
      stop();
    };
    if (response.destroyed) end();
    else response.once("close", end);
  }

  /** Encoded once for all subscribers. */
  #encode(message: Message): Buffer {
    const last = this.#lastMessage;
    if (
      last &&
      last.message.text === message.text &&
      last.message.channel === message.channel &&
      last.message.pattern === message.pattern
    ) {
      return last.encoded;
    }
    const { pattern, channel, text } = message;
    const head = pattern === null ? `message,${channel}` : `pmessage,${pattern},${channel}`;
    const encoded = encodeEvent(`${head},${text}`);
    this.#lastMessage = { message, encoded };
    return encoded;
  }
}

function startEvents(request: IncomingMessage, response: ServerResponse): void {
  request.socket.setNoDelay(true);
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
}

/** Line breaks in a message begin further `data:` lines, as the event stream format wants. */
function encodeEvent(binary: string): Buffer {
  return Buffer.from(`data: ${binary.replaceAll("\n", "\ndata: ")}\n\n`, "latin1");
}

function write(response: ServerResponse, encoded: Buffer): void {
  if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
  else response.write(encoded);
}
