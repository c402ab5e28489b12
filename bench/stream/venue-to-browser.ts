import { once } from "node:events";
import { WebSocketServer } from "ws";
import { type BenchRow, median, quantile } from "@/bench/bench-row";
import { type LoadClients, pause, startProduct } from "@/bench/stream/processes";
import { createSubscriberRedis, getRedis } from "@/lib/infra/redis/redis";
import { decodeFeedMessage } from "@/lib/market/ingest/feed-message";
import { FEED_CHANNEL_PREFIX } from "@/lib/market/ingest/ingest-lease";
import { runIngest } from "@/lib/market/ingest/run-ingest";

const FRAME_EVERY_MS = 2;
const MEASURE_MS = 5_000;
const HOPS = 50;
/** As often as the feed publishes: a process that has just slept is slower than one that is kept awake. */
const HOP_EVERY_MS = 100;
const AGES = 50;
const REPETITIONS = 5;

/**
 * P5: from the venue's frame to the browser's event. The venue sends every 2 ms, and events tell when the newest frame
 * of their publication was received: the time after the publication is measured, without the age of that frame.
 */
export async function measureVenueToBrowser(
  env: Record<string, string>,
  load: LoadClients,
): Promise<BenchRow[]> {
  const venue = await startVenue();
  const stop = new AbortController();
  const ingest = runIngest({
    owner: "bench",
    wsUrl: `ws://127.0.0.1:${venue.port()}`,
    shard: { index: 0, count: 1 },
    symbols: ["BTCUSDT"],
    runMs: 600_000,
    signal: stop.signal,
  });
  const server = await startProduct(env);
  await pause(2_000);
  const path = "/api/stream?symbols=BTCUSDT&depth=";
  const [ones, hops, ages, thousands]: number[][] = [[], [], [], []];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const [p, count] of [
      [ones, 1],
      [thousands, 1_000],
    ] as const) {
      await load.open({ port: server.port, path, count });
      await pause(500);
      const { latenciesMs } = await load.measure(MEASURE_MS);
      p?.push(count === 1 ? medianOfWholeMs(latenciesMs) : quantile(latenciesMs, 0.99));
      await load.close();
    }
    hops?.push(await measureRedisHop());
    ages?.push(await measureNewestAge());
  }
  stop.abort();
  await ingest;
  await server.stop();
  venue.close();
  const ageMs = median(ages ?? []);
  const [oneMs, hopMs] = [median(ones ?? []) - ageMs, median(hops ?? [])];
  const thousandMs = median(thousands ?? []) - ageMs;
  return [
    {
      claim: "P5 venue to browser beyond the publication, one client, p50",
      ours: `${oneMs.toFixed(1)} ms`,
      limit: `bare Redis publish-subscribe hop ${hopMs.toFixed(1)} ms`,
      ratio: oneMs / hopMs,
      target: "<= 3",
      isMet: oneMs / hopMs <= 3,
    },
    {
      claim: "P5 venue to browser beyond the publication, 1,000 clients, p99",
      ours: `${thousandMs.toFixed(0)} ms`,
      limit: "50 ms",
      ratio: thousandMs / 50,
      target: "<= 1",
      isMet: thousandMs <= 50,
    },
  ];
}

/** Median time of one message of a frame's size through Redis alone, in ms. */
async function measureRedisHop(): Promise<number> {
  const abort = new AbortController();
  const subscriber = createSubscriberRedis(abort.signal).subscribe("bench:hop");
  await new Promise((resolve) => subscriber.on("subscribe", () => resolve(null)));
  const times: number[] = [];
  const padding = "x".repeat(1_000);
  for (let index = 0; index < HOPS; index += 1) {
    const startedMs = performance.now();
    const arrived = new Promise<void>((resolve) => {
      subscriber.removeAllListeners();
      subscriber.on("message", () => resolve());
    });
    await getRedis().publish("bench:hop", `${index} ${padding}`);
    await arrived;
    times.push(performance.now() - startedMs);
    await pause(HOP_EVERY_MS);
  }
  abort.abort();
  return median(times);
}

/** Mean age of the newest frame of a publication when that is sent, in ms. */
async function measureNewestAge(): Promise<number> {
  const abort = new AbortController();
  const subscriber = createSubscriberRedis(abort.signal).psubscribe(`${FEED_CHANNEL_PREFIX}*`);
  const ages: number[] = [];
  await new Promise<void>((resolve) => {
    subscriber.on("pmessage", ({ message }) => {
      const [change] = decodeFeedMessage(String(message))?.changes ?? [];
      if (change?.ages) ages.push(change.ages[1]);
      if (ages.length === AGES) resolve();
    });
  });
  abort.abort();
  return ages.reduce((sum, age) => sum + age, 0) / AGES;
}

/** The median of differences between clocks of whole milliseconds: a value stands for half a millisecond either way. */
function medianOfWholeMs(values: readonly number[]): number {
  const middle = quantile(values, 0.5);
  const below = values.filter((value) => value < middle).length;
  const equal = values.filter((value) => value === middle).length;
  return middle - 0.5 + (values.length / 2 - below) / equal;
}

/** A venue with one symbol that changes its price every 2 ms. */
async function startVenue(): Promise<{ port: () => number; close: () => void }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  server.on("connection", (socket) => {
    let sequence = 0;
    socket.on("message", () => {
      if (sequence > 0) return;
      const base = { lastPrice: "100.0", markPrice: "100.0", indexPrice: "100.0", openInterest: "0" };
      sendTicker("snapshot", { ...base, bid1Price: "99.9", ask1Price: "100.1" });
      const data = { s: "BTCUSDT", b: [["99.9", "1"]], a: [["100.1", "1"]], u: 1, seq: 1 };
      socket.send(JSON.stringify({ topic: "orderbook.50.BTCUSDT", type: "snapshot", ts: Date.now(), data }));
      const timer = setInterval(
        () => sendTicker("delta", { openInterest: String(sequence) }),
        FRAME_EVERY_MS,
      );
      socket.on("close", () => clearInterval(timer));
    });
    function sendTicker(type: string, fields: Record<string, string>): void {
      sequence += 1;
      const data = { symbol: "BTCUSDT", ...fields };
      socket.send(JSON.stringify({ topic: "tickers.BTCUSDT", type, data, cs: sequence, ts: Date.now() }));
    }
  });
  return {
    port: () => {
      const address = server.address();
      if (!address || typeof address !== "object") throw new Error("The bench venue has no port.");
      return address.port;
    },
    close: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
