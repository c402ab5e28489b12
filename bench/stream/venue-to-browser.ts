import { once } from "node:events";
import { WebSocketServer } from "ws";
import { type BenchRow, median, quantile } from "@/bench/bench-row";
import { type LoadClients, pause, startProduct } from "@/bench/stream/processes";
import { createSubscriberRedis, getRedis } from "@/lib/infra/redis/redis";
import { runIngest } from "@/lib/market/ingest/run-ingest";

const FRAME_EVERY_MS = 2;
const MEASURE_MS = 5_000;
const HOPS = 200;
const REPETITIONS = 5;

/**
 * P5: from the venue's frame to the browser's event. The venue sends every 2 ms, so the newest frame in a
 * publication is at most that old: the time after the publication is measured.
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
  const [ones, hops, thousands]: number[][] = [[], [], []];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const [p, count] of [
      [ones, 1],
      [thousands, 1_000],
    ] as const) {
      await load.open({ port: server.port, path, count });
      await pause(500);
      const { latenciesMs } = await load.measure(MEASURE_MS);
      p?.push(quantile(latenciesMs, count === 1 ? 0.5 : 0.99));
      await load.close();
    }
    hops?.push(await measureRedisHop());
  }
  stop.abort();
  await ingest;
  await server.stop();
  venue.close();
  const [oneMs, hopMs, thousandMs] = [median(ones ?? []), median(hops ?? []), median(thousands ?? [])];
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
    await pause(5);
  }
  abort.abort();
  return median(times);
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
