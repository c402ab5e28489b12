import { compileGlob } from "@/emulators/upstash-redis/store/compile-glob";

/** Receives a message; `pattern` is null for a subscription to the channel itself. All text is binary. */
export type MessageListener = (message: { pattern: string | null; channel: string; text: string }) => void;

/** The subscribers of channels and patterns. */
export class PubSub {
  readonly #channels = new Map<string, Set<MessageListener>>();
  readonly #patterns = new Map<string, { matches: RegExp; listeners: Set<MessageListener> }>();

  /** Listens to one channel until the returned function is called. */
  subscribe(channel: string, listener: MessageListener): () => void {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#channels.get(channel) === listeners) this.#channels.delete(channel);
    };
  }

  /** Listens to all channels that match a glob until the returned function is called. */
  subscribePattern(pattern: string, listener: MessageListener): () => void {
    const entry = this.#patterns.get(pattern) ?? { matches: compileGlob(pattern), listeners: new Set() };
    this.#patterns.set(pattern, entry);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0 && this.#patterns.get(pattern) === entry) this.#patterns.delete(pattern);
    };
  }

  /** Delivers a message and returns the number of receivers. */
  publish(channel: string, text: string): number {
    let receivers = 0;
    for (const listener of this.#channels.get(channel) ?? []) {
      listener({ pattern: null, channel, text });
      receivers += 1;
    }
    for (const [pattern, { matches, listeners }] of this.#patterns) {
      if (!matches.test(channel)) continue;
      for (const listener of listeners) {
        listener({ pattern, channel, text });
        receivers += 1;
      }
    }
    return receivers;
  }

  /** The channels with a subscriber. */
  channels(): string[] {
    return [...this.#channels.keys()];
  }

  /** Number of subscribers of a channel itself. */
  countSubscribers(channel: string): number {
    return this.#channels.get(channel)?.size ?? 0;
  }

  /** Number of different subscribed patterns. */
  countPatterns(): number {
    return this.#patterns.size;
  }
}
