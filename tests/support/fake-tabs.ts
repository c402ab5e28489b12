import type { Locks } from "@/lib/client/stream/leadership";
import type { TabChannel, TabTools } from "@/lib/client/stream/tab-channel";

type Request = {
  tab: string;
  callback: () => Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
};

/** Tabs of one browser in one process: locks and channels as specified, and tabs that crash. */
export class FakeBrowser {
  readonly #owners = new Map<string, Request>();
  readonly #queues = new Map<string, Request[]>();
  readonly #channels = new Set<{ tab: string; name: string; channel: TabChannel }>();
  readonly #silent = new Set<string>();
  readonly #crashed = new Set<string>();
  readonly #delayMs: (() => number) | undefined;
  /** When the last message from one tab to another arrives, ms: they arrive in order. */
  readonly #arrivals = new Map<string, number>();
  /** Messages of all channels since the beginning. */
  readonly messages: { from: string; name: string; data: unknown }[] = [];

  /** `delayMs` draws how long a message or a free lock takes to a tab; without it they take no time. */
  constructor(options: { delayMs?: () => number } = {}) {
    this.#delayMs = options.delayMs;
  }

  /** The browser APIs for a tab of this name. */
  toolsOf(tab: string): TabTools & { isShown: boolean } {
    const tools = {
      isShown: true,
      isVisible: () => tools.isShown,
      locks: this.#locksOf(tab),
      openChannel: (name: string) => this.#open(tab, name),
    };
    return tools;
  }

  /** The tab crashes without a message; its locks are released. */
  crash(tab: string): void {
    this.#silent.add(tab);
    this.#crashed.add(tab);
    for (const [name, queue] of this.#queues) {
      this.#queues.set(
        name,
        queue.filter((request) => request.tab !== tab),
      );
    }
    for (const [name, request] of this.#owners) if (request.tab === tab) this.#free(name, request);
  }

  /** The tab neither receives nor sends messages from now on, but its locks stay. */
  freeze(tab: string): void {
    this.#silent.add(tab);
  }

  /** The owner of a lock. */
  holderOf(name: string): string | undefined {
    return this.#owners.get(name)?.tab;
  }

  #locksOf(tab: string): Locks {
    return {
      request: (name, { steal = false, signal }, callback) =>
        new Promise<void>((resolve, reject) => {
          // What is left of it in this process runs on.
          if (this.#crashed.has(tab)) return;
          const request: Request = { tab, callback, resolve, reject };
          const queue = this.#queues.get(name) ?? [];
          this.#queues.set(name, queue);
          signal?.addEventListener("abort", () => {
            const waiting = this.#queues.get(name) ?? [];
            if (!waiting.includes(request)) return;
            waiting.splice(waiting.indexOf(request), 1);
            reject(new DOMException("The request was aborted.", "AbortError"));
          });
          if (!steal) queue.push(request);
          else {
            queue.unshift(request);
            this.#owners.get(name)?.reject(new DOMException("The lock was stolen.", "AbortError"));
            this.#owners.delete(name);
          }
          this.#grant(name);
        }),
    };
  }

  #grant(name: string): void {
    this.#later(name, () => {
      if (this.#owners.has(name)) return;
      const request = this.#queues.get(name)?.shift();
      if (!request) return;
      this.#owners.set(name, request);
      void request.callback().then(() => {
        if (this.#owners.get(name) === request) this.#free(name, request);
      });
    });
  }

  #free(name: string, request: Request): void {
    this.#owners.delete(name);
    request.resolve();
    this.#grant(name);
  }

  #open(tab: string, name: string): TabChannel {
    const channel: TabChannel = {
      onmessage: null,
      postMessage: (data) => {
        if (this.#silent.has(tab)) return;
        this.messages.push({ from: tab, name, data });
        const copy = structuredClone(data);
        for (const other of this.#channels) {
          if (other.name !== name || other.channel === channel) continue;
          this.#later(`${tab} ${other.tab} ${name}`, () => {
            if (!this.#channels.has(other) || this.#silent.has(other.tab)) return;
            other.channel.onmessage?.(new MessageEvent("message", { data: copy }));
          });
        }
      },
      close: () => {
        for (const one of this.#channels) if (one.channel === channel) this.#channels.delete(one);
      },
    };
    this.#channels.add({ tab, name, channel });
    return channel;
  }

  /** Runs after a delay, and not before what was put on the same way earlier. */
  #later(way: string, run: () => void): void {
    if (!this.#delayMs) {
      queueMicrotask(run);
      return;
    }
    const atMs = Math.max(this.#arrivals.get(way) ?? 0, Date.now() + this.#delayMs());
    this.#arrivals.set(way, atMs);
    setTimeout(run, atMs - Date.now());
  }
}
