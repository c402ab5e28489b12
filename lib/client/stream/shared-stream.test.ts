import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StreamEvent, StreamHandlers } from "@/lib/client/stream/open-event-stream";
import { SharedStream } from "@/lib/client/stream/shared-stream";
import { NO_WANT, type TabWant } from "@/lib/client/stream/stream-want";
import { FakeBrowser } from "@/tests/support/fake-tabs";

const LEADER = "tz:stream";
const BTC: TabWant = { ...NO_WANT, symbols: ["BTCUSDT"], depth: ["BTCUSDT"] };
const ETH: TabWant = { ...NO_WANT, symbols: ["ETHUSDT"] };

type Connection = { tab: string; query: URLSearchParams; handlers: StreamHandlers; isOpen: boolean };

/** One browser whose tabs stream from a server that the test controls. */
function setUp() {
  const browser = new FakeBrowser();
  const connections: Connection[] = [];
  const openTab = (name: string, firstWant: TabWant) => {
    let want = firstWant;
    const tools = browser.toolsOf(name);
    const log: string[] = [];
    const state: StreamEvent[] = [];
    const stream = new SharedStream(
      (url, handlers) => {
        const query = new URL(url, "http://localhost").searchParams;
        const connection: Connection = { tab: name, query, handlers, isOpen: true };
        connections.push(connection);
        return () => {
          connection.isOpen = false;
        };
      },
      tools,
      {
        readWant: () => want,
        onBegin: () => {
          state.length = 0;
          log.push("begin");
        },
        onEvents: (events) => {
          state.push(...events);
          log.push(...events.map((event) => `${event.name} ${event.data}`));
        },
        onState: ({ phase }) => log.push(phase),
        onUsage: (bytes) => log.push(`${bytes} bytes`),
        onPortfolioSeen: (id, seq) => log.push(`seen ${id} ${seq}`),
        onUnknownOutcome: () => log.push("recheck"),
        encodeState: () => state.filter(({ name: event }) => event === "key"),
      },
    );
    stream.join();
    const setWant = (next: TabWant) => {
      want = next;
      stream.changeWant();
    };
    /** The tab has received more events; no message is sent. */
    const advance = (cursor: number) => {
      if (want.portfolio) want = { ...want, portfolio: { ...want.portfolio, cursor } };
    };
    return { stream, tools, log, setWant, advance };
  };
  const open = () => connections.filter(({ isOpen }) => isOpen);
  /** The newest connection to the server. */
  const connection = () => {
    const newest = open().at(-1);
    if (!newest) throw new Error("There is no connection.");
    return newest;
  };
  const send = (name: string, data: string | object = "") => {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    connection().handlers.onEvents([{ name, data: text }]);
  };
  return { browser, connections, openTab, open, connection, send };
}

/** Lets locks and messages complete, and advances the time in which a leader collects the demand. */
const settle = () => vi.advanceTimersByTimeAsync(50);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("tabs of one browser", () => {
  test("have one connection for all that they want", async () => {
    const { openTab, connection, connections, open, send } = setUp();
    openTab("one", BTC);
    await settle();
    openTab("two", ETH);
    openTab("three", { ...NO_WANT, rows: ["SOLUSDT", "BTCUSDT"] });
    await settle();
    expect(connection().tab).toBe("one");
    expect(Object.fromEntries(connection().query)).toEqual({
      rows: "SOLUSDT",
      symbols: "BTCUSDT,ETHUSDT",
      depth: "BTCUSDT",
    });
    expect(new Set(connections.map(({ tab }) => tab))).toEqual(new Set(["one"]));
    send("key");
    expect(open()).toHaveLength(1);
  });

  test("hear the same events, and count the bytes of the one connection", async () => {
    const { openTab, connection, send } = setUp();
    const one = openTab("one", BTC);
    const two = openTab("two", BTC);
    await settle();
    connection().handlers.onBytes(700);
    send("key", "1");
    send("delta", "2");
    await settle();
    for (const { log } of [one, two]) {
      const heard = log.filter((line) => /^(begin|key|delta|\d)/.test(line));
      expect(heard).toEqual(["700 bytes", "begin", "key 1", "delta 2"]);
    }
  });

  test("get everything at once when they join, without a new connection", async () => {
    const { openTab, send, connections } = setUp();
    openTab("one", BTC);
    await settle();
    send("key", "1");
    const late = openTab("late", BTC);
    await vi.advanceTimersByTimeAsync(0);
    expect(late.log).toContain("begin");
    expect(late.log).toContain("key 1");
    expect(late.log).toContain("open");
    send("delta", "2");
    await settle();
    expect(late.log.at(-1)).toBe("delta 2");
    expect(connections).toHaveLength(1);
  });

  test("are forgotten when they close", async () => {
    const { openTab, connection, send } = setUp();
    openTab("one", BTC);
    const two = openTab("two", ETH);
    await settle();
    send("key");
    two.stream.leave();
    await settle();
    send("key");
    expect(connection().query.get("symbols")).toBe("BTCUSDT");
  });

  test("are forgotten when they crash", async () => {
    const { browser, openTab, connection, send } = setUp();
    openTab("one", BTC);
    openTab("two", ETH);
    await settle();
    send("key");
    browser.crash("two");
    await settle();
    send("key");
    expect(connection().query.get("symbols")).toBe("BTCUSDT");
  });

  test("stream alone where the browser has no locks", async () => {
    const { browser, open, openTab } = setUp();
    const tools = { ...browser.toolsOf("alone"), locks: null };
    vi.spyOn(browser, "toolsOf").mockReturnValue(tools);
    openTab("alone", BTC);
    await settle();
    expect(open()).toHaveLength(1);
    expect(browser.messages).toEqual([]);
  });
});

describe("a leader that goes", () => {
  const WANT = { ...BTC, portfolio: { id: "p", cursor: 4, confirmedAtMs: 1 } };

  async function openThree() {
    const set = setUp();
    const one = set.openTab("one", WANT);
    await settle();
    const two = set.openTab("two", WANT);
    const three = set.openTab("three", { ...ETH, portfolio: { id: "q", cursor: null, confirmedAtMs: 1 } });
    await settle();
    set.send("key", "1");
    set.send("portfolio", { portfolioId: "p", seq: 5 });
    await settle();
    return { ...set, one, two, three };
  }

  test.each(["closes", "crashes"])(
    "(it %s) hands over with the cursor of the tabs that are left",
    async (how) => {
      const { browser, one, two, three, connections, send } = await openThree();
      expect(two.log.at(-1)).toBe('portfolio {"portfolioId":"p","seq":5}');
      two.advance(5);
      three.advance(9);
      if (how === "closes") one.stream.leave();
      else browser.crash("one");
      await settle();
      const [last] = connections.slice(-1);
      expect(last?.tab).toBe("two");
      expect(last?.query.get("symbols")).toBe("BTCUSDT,ETHUSDT");
      expect(last?.query.get("portfolio")).toBe("p,q");
      expect(last?.query.get("after")).toBe("5,9");
      send("portfolio", { portfolioId: "p", seq: 6 });
      expect(two.log.at(-1)).toBe('portfolio {"portfolioId":"p","seq":6}');
    },
  );

  test("passes the new connection's events to the tabs that are left", async () => {
    const { one, three, send } = await openThree();
    one.stream.leave();
    await settle();
    three.log.length = 0;
    send("key", "2");
    await settle();
    expect(three.log).toEqual(["open", "begin", "key 2"]);
  });

  test("is replaced when it is frozen, by a tab that is visible, and follows when it thaws", async () => {
    const { browser, connections, two } = await openThree();
    two.tools.isShown = false;
    browser.freeze("one");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(browser.holderOf(LEADER)).toBe("three");
    await settle();
    expect(connections.filter(({ isOpen }) => isOpen).map(({ tab }) => tab)).toEqual(["three"]);
  });

  test("is left alone while it answers, however quiet the market is", async () => {
    const { browser } = await openThree();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(browser.holderOf(LEADER)).toBe("one");
  });

  test("has its connection's time kept by those who look at the page", async () => {
    const { connection, connections } = await openThree();
    const before = connections.length;
    connection().handlers.onFail({ code: "unreachable", message: "The server cannot be reached." });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connections.length).toBeGreaterThan(before);
  });
});

describe("a portfolio", () => {
  const portfolio = (id: string, cursor: number | null = null) => ({
    ...BTC,
    portfolio: { id, cursor, confirmedAtMs: Date.now() },
  });

  test("is heard only by tabs that asked for it", async () => {
    const { browser, openTab, send } = setUp();
    openTab("one", BTC);
    const two = openTab("two", portfolio("p"));
    const three = openTab("three", portfolio("q"));
    await settle();
    send("key");
    send("portfolio", { portfolioId: "p", seq: 1 });
    await settle();
    expect(two.log.some((line) => line.startsWith("portfolio"))).toBe(true);
    expect(three.log.some((line) => line.startsWith("portfolio"))).toBe(false);
    const onShared = browser.messages.filter(({ name }) => name === LEADER);
    expect(JSON.stringify(onShared)).not.toContain("portfolioId");
  });

  test("is heard once by each tab that asked for it, the leader too, before and after it leads", async () => {
    const { openTab, send } = setUp();
    const one = openTab("one", portfolio("p"));
    const two = openTab("two", portfolio("p"));
    await settle();
    send("key");
    const event = (seq: number) => send("portfolio", { portfolioId: "p", seq });
    event(1);
    await settle();
    one.stream.leave();
    await settle();
    send("key");
    event(2);
    await settle();
    const heardBy = ({ log }: typeof one) => log.filter((line) => line.startsWith("portfolio")).length;
    expect([heardBy(one), heardBy(two)]).toEqual([1, 2]);
  });

  test("that a tab joins late says how far it has come", async () => {
    const { openTab, send } = setUp();
    openTab("one", portfolio("p"));
    await settle();
    send("key");
    send("portfolio", { portfolioId: "p", seq: 7 });
    const late = openTab("late", portfolio("p", 6));
    await settle();
    expect(late.log).toContain("seen p 7");
  });

  test("that the server rejects leaves the prices alone, and each tab asks for its own", async () => {
    const { openTab, connection } = setUp();
    const one = openTab("one", portfolio("of-another-user"));
    const two = openTab("two", portfolio("own"));
    await settle();
    expect(connection().query.get("portfolio")).toBe("of-another-user,own");
    const problem = { code: "not_found", message: "There is no such portfolio." };
    const reject = () => connection().handlers.onReject({ status: 404, problem, retryAfterMs: null });
    const rejected = connection();
    reject();
    rejected.isOpen = false;
    await settle();
    expect(connection().query.get("symbols")).toBe("BTCUSDT");
    expect(connection().query.get("portfolio")).toBeNull();
    for (const { log } of [one, two]) expect(log.filter((line) => line === "recheck")).toHaveLength(1);
    one.setWant(BTC);
    two.setWant(portfolio("own"));
    await settle();
    expect(connection().query.get("portfolio")).toBe("own");
    // Rejected once more, soon after: the tabs are asked later, and not left out for good.
    const again = connection();
    again.handlers.onReject({ status: 404, problem, retryAfterMs: null });
    again.isOpen = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(two.log.filter((line) => line === "recheck")).toHaveLength(2);
    two.setWant(portfolio("own"));
    await settle();
    expect(connection().query.get("portfolio")).toBe("own");
  });
});

describe("prices", () => {
  const WANT = { ...BTC, portfolio: { id: "p", cursor: 4, confirmedAtMs: 1 } };
  const UNAVAILABLE = { code: "service_unavailable", message: "The database is unavailable." };

  test("do not wait for a server that cannot look portfolios up: they come alone, and the portfolio later", async () => {
    const { openTab, connection, open, send } = setUp();
    const { log } = openTab("one", WANT);
    await settle();
    const rejected = connection();
    expect(rejected.query.get("portfolio")).toBe("p");
    rejected.isOpen = false;
    rejected.handlers.onReject({ status: 503, problem: UNAVAILABLE, retryAfterMs: 5_000 });
    expect(connection().query.get("symbols")).toBe("BTCUSDT");
    expect([connection().query.get("portfolio"), connection().query.get("after")]).toEqual([null, null]);
    send("key", "1");
    expect(log.slice(-2)).toEqual(["begin", "key 1"]);
    await vi.advanceTimersByTimeAsync(5_000);
    // The prices go on until the stream with the portfolio begins.
    expect(open().map(({ query }) => query.get("portfolio"))).toEqual([null, "p"]);
    expect(connection().query.get("after")).toBe("4");
    send("key", "2");
    expect(open()).toHaveLength(1);
  });

  test("do not wait for a server that is slow to look portfolios up", async () => {
    const { openTab, connection, open } = setUp();
    openTab("one", WANT);
    await settle();
    expect(connection().query.get("portfolio")).toBe("p");
    await vi.advanceTimersByTimeAsync(3_000);
    expect(open().map(({ query }) => query.get("portfolio"))).toEqual([null]);
  });

  test("that flow are not cut off by a portfolio that cannot be looked up", async () => {
    const { openTab, open, connection, send } = setUp();
    const { setWant } = openTab("one", BTC);
    await settle();
    send("key");
    setWant(WANT);
    await settle();
    const rejected = connection();
    rejected.isOpen = false;
    rejected.handlers.onReject({ status: 503, problem: UNAVAILABLE, retryAfterMs: 1_000 });
    expect(open().map(({ query }) => query.get("portfolio"))).toEqual([null]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(open().map(({ query }) => query.get("portfolio"))).toEqual([null, "p"]);
  });

  test("are asked for less and less often while the whole server is unavailable", async () => {
    const { openTab, connections, open } = setUp();
    openTab("one", WANT);
    await settle();
    for (let second = 0; second < 120; second += 1) {
      for (const one of open()) {
        one.isOpen = false;
        one.handlers.onReject({ status: 503, problem: UNAVAILABLE, retryAfterMs: null });
      }
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(connections.length).toBeLessThan(16);
  });
});

test("a tab that missed the beginning of a connection asks for everything", async () => {
  const { browser, openTab, send } = setUp();
  openTab("one", BTC);
  const { log } = openTab("two", BTC);
  await settle();
  send("key", "1");
  await settle();
  // A late message of an earlier leader.
  const late = { type: "events", link: "gone/7", isFirst: true, events: [], bytes: 0 };
  browser.toolsOf("three").openChannel?.(LEADER).postMessage(late);
  await vi.advanceTimersByTimeAsync(1_000);
  log.length = 0;
  send("delta", "2");
  await settle();
  expect(log.slice(0, 2)).toEqual(["begin", "key 1"]);
  send("delta", "3");
  await settle();
  expect(log.at(-1)).toBe("delta 3");
});

test("a tab that left takes part again when it joins", async () => {
  const { openTab, open, connection } = setUp();
  const { stream, log } = openTab("phone", BTC);
  await settle();
  stream.leave();
  await settle();
  expect(open()).toEqual([]);
  expect(log.at(-1)).toBe("idle");
  stream.join();
  await settle();
  expect(connection().query.get("depth")).toBe("BTCUSDT");
});

test("a page that slept opens a new connection at once", async () => {
  const { openTab, open, connections, send } = setUp();
  openTab("one", BTC);
  await settle();
  send("key");
  vi.setSystemTime(Date.now() + 300_000);
  // Pending messages are from before the sleep.
  send("delta");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connections).toHaveLength(2);
  expect(open()).toEqual(connections.slice(1));
});

test("a choice to save data changes the connection", async () => {
  const { openTab, connection } = setUp();
  const { stream } = openTab("one", BTC);
  await settle();
  stream.setSaver(true);
  expect(connection().query.get("saver")).toBe("1");
});
