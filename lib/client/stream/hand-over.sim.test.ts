import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { openEventStream, StreamEvent } from "@/lib/client/stream/open-event-stream";
import { SharedStream } from "@/lib/client/stream/shared-stream";
import { NO_WANT, type TabWant } from "@/lib/client/stream/stream-want";
import { FakeBrowser } from "@/tests/support/fake-tabs";
import { type SeededRandom, seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

const SEEDS = simulationSize({ quick: 8, full: 120, long: 300 });
const STEPS = 12;
const PUBLISH_MS = 250;
/** Maximum time after the last fault until each tab has new prices, ms: a frozen leader costs 4 s. */
const RECOVERY_MS = 6_000;
const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

const wantOf = (symbol: string): TabWant => ({ ...NO_WANT, symbols: [symbol], depth: [symbol] });

/** A server whose streams begin with a key event and continue with numbered deltas. */
function createServer(random: SeededRandom) {
  let lastId = 0;
  const open =
    (isAlive: () => boolean): typeof openEventStream =>
    (_url, handlers) => {
      lastId += 1;
      const id = lastId;
      let sequence = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const send = (name: string) => {
        if (!isAlive()) return;
        handlers.onEvents([{ name, data: `${id} ${sequence}` }]);
        sequence += 1;
        timer = setTimeout(() => send("delta"), PUBLISH_MS);
      };
      timer = setTimeout(() => send("key"), random.int(500));
      return () => clearTimeout(timer);
    };
  return { open };
}

/** A tab that decodes events as the page does: a delta that does not follow is never applied. */
class Tab {
  readonly stream: SharedStream;
  isAlive = true;
  heardAtMs = 0;
  #want: TabWant;
  #applied: { id: string; sequence: number } | null = null;

  constructor(
    tools: ConstructorParameters<typeof SharedStream>[1],
    open: (isAlive: () => boolean) => typeof openEventStream,
    symbol: string,
  ) {
    this.#want = wantOf(symbol);
    this.stream = new SharedStream(
      open(() => this.isAlive),
      tools,
      {
        readWant: () => this.#want,
        onBegin: () => {
          this.#applied = null;
        },
        onEvents: (events) => {
          for (const event of events) this.#apply(event);
        },
        onState: () => {},
        onUsage: () => {},
        onPortfolioSeen: () => {},
        onUnknownOutcome: () => {},
        encodeState: () =>
          this.#applied ? [{ name: "key", data: `${this.#applied.id} ${this.#applied.sequence}` }] : [],
      },
    );
    this.stream.join();
  }

  watch(symbol: string): void {
    this.#want = wantOf(symbol);
    this.stream.changeWant();
  }

  #apply({ name, data }: StreamEvent): void {
    const [id = "", sequence] = data.split(" ");
    const isNext = this.#applied?.id === id && Number(sequence) === this.#applied.sequence + 1;
    if (name !== "key" && !isNext) {
      this.stream.recover();
      return;
    }
    this.#applied = { id, sequence: Number(sequence) };
    this.heardAtMs = Date.now();
  }
}

/** Opens, closes and crashes tabs at random, on a machine that is sometimes too busy to deliver messages. */
async function playFaults(seed: number): Promise<{ tabs: Tab[]; calmMs: number }> {
  const random = seededRandom(seed);
  let mostDelayMs = 5;
  const browser = new FakeBrowser({ delayMs: () => random.int(mostDelayMs) });
  const server = createServer(random);
  const tabs = new Map<string, Tab>();
  let opened = 0;
  const openTab = () => {
    opened += 1;
    const name = `tab ${opened}`;
    tabs.set(name, new Tab(browser.toolsOf(name), server.open, random.pick(SYMBOLS)));
  };
  const end = (name: string, how: "closes" | "crashes") => {
    const tab = tabs.get(name);
    if (!tab) return;
    tabs.delete(name);
    if (how === "closes") tab.stream.leave();
    else browser.crash(name);
    tab.isAlive = false;
  };
  for (let count = 0; count < 3; count += 1) openTab();
  for (let step = 0; step < STEPS; step += 1) {
    mostDelayMs = random.chance(0.3) ? 4_000 : 50;
    const leader = browser.holderOf("tz:stream") ?? "";
    if (random.chance(0.25)) end(leader, random.pick(["closes", "crashes"] as const));
    if (random.chance(0.3) || tabs.size < 2) openTab();
    if (random.chance(0.3)) random.pick([...tabs.values()]).watch(random.pick(SYMBOLS));
    await vi.advanceTimersByTimeAsync(random.int(2_000));
  }
  mostDelayMs = 5;
  // Messages sent while the machine was busy are still pending.
  await vi.advanceTimersByTimeAsync(4_000);
  return { tabs: [...tabs.values()], calmMs: Date.now() };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("every tab has new prices after any series of hand-overs on a busy machine", async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = seededRandom(seed + 1_000_000);
    vi.spyOn(Math, "random").mockImplementation(() => random.next());
    const { tabs, calmMs } = await playFaults(seed);
    await vi.advanceTimersByTimeAsync(RECOVERY_MS);
    const late = tabs.filter(({ heardAtMs }) => heardAtMs < calmMs + RECOVERY_MS - 500);
    expect({ seed, late: late.length }).toEqual({ seed, late: 0 });
    for (const { stream } of tabs) stream.leave();
    vi.clearAllTimers();
  }
}, 120_000);
