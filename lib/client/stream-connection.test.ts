import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ConnectionState, StreamConnection, type StreamSource } from "@/lib/client/stream-connection";

class FakeSource implements StreamSource {
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();
  onerror: ((event: Event) => void) | null = null;
  isClosed = false;

  constructor(readonly url: string) {}

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  say(name: string, data = "{}"): void {
    this.#listeners.get(name)?.(new MessageEvent(name, { data }));
  }

  break(): void {
    this.onerror?.(new Event("error"));
  }
}

function setUp(reason: string | null = null) {
  const sources: FakeSource[] = [];
  const states: ConnectionState[] = [];
  const events: string[] = [];
  const connection = new StreamConnection({
    openSource: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    findReason: async () => reason,
    onEvent: (name, data) => events.push(`${name} ${data}`),
    onState: (state) => states.push(state),
    onConnected: () => events.push("connected"),
  });
  const source = (index: number): FakeSource => {
    const found = sources[index];
    if (!found) throw new Error(`There is no source ${index}.`);
    return found;
  };
  return { connection, sources, source, states, events };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a change of address", () => {
  test("keeps the old stream until the new one speaks", () => {
    const { connection, source, events } = setUp();
    connection.connectTo("/a");
    source(0).say("delta", "1");
    connection.connectTo("/b");
    source(0).say("delta", "2");
    expect(source(0).isClosed).toBe(false);
    source(1).say("delta", "3");
    expect(source(0).isClosed).toBe(true);
    source(0).say("delta", "late");
    expect(events).toEqual(["connected", "delta 1", "delta 2", "connected", "delta 3"]);
    connection.connectTo(null);
  });

  test("to nowhere closes everything", () => {
    const { connection, source, states } = setUp();
    connection.connectTo("/a");
    source(0).say("ping");
    connection.connectTo(null);
    expect(source(0).isClosed).toBe(true);
    expect(states.at(-1)).toEqual({ phase: "idle", reason: null });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a broken stream", () => {
  test("comes back after growing pauses", async () => {
    const { connection, sources, source, states } = setUp();
    connection.connectTo("/a");
    source(0).say("ping");
    source(0).break();
    expect(states.at(-1)?.phase).toBe("waiting");
    for (const longestMs of [500, 1_000, 2_000]) {
      const before = sources.length;
      await vi.advanceTimersByTimeAsync(longestMs);
      expect(sources.length).toBe(before + 1);
      source(before).break();
    }
    connection.connectTo(null);
  });

  test("that was refused says why", async () => {
    const { connection, source, states } = setUp("Too many streams.");
    connection.connectTo("/a");
    source(0).break();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toEqual({ phase: "waiting", reason: "Too many streams." });
    connection.connectTo(null);
  });

  test("is noticed by its silence", async () => {
    const { connection, sources, source } = setUp();
    connection.connectTo("/a");
    source(0).say("ping");
    await vi.advanceTimersByTimeAsync(15_000);
    source(0).say("ping");
    await vi.advanceTimersByTimeAsync(19_000);
    expect(sources).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(source(0).isClosed).toBe(true);
    expect(sources.length).toBeGreaterThan(1);
    connection.connectTo(null);
  });

  test("is tried at once when the network is back", () => {
    const { connection, sources, source } = setUp();
    connection.connectTo("/a");
    source(0).break();
    connection.wake();
    expect(sources).toHaveLength(2);
    connection.connectTo(null);
  });

  test("a healthy one is left alone when the page is looked at again", () => {
    const { connection, sources, source } = setUp();
    connection.connectTo("/a");
    source(0).say("ping");
    connection.wake();
    expect(sources).toHaveLength(1);
    connection.connectTo(null);
  });
});
