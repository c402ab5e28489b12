import { get, type IncomingMessage } from "node:http";
import { constants, createDeflateRaw } from "node:zlib";
import type { BenchRow } from "@/bench/bench-row";
import { pause } from "@/bench/stream/processes";
import { startBybit } from "@/emulators/bybit/start-bybit";
import { startGateway } from "@/lib/gateway/start-gateway";
import { runIngest } from "@/lib/market/ingest/run-ingest";
import { DEFLATED_EVENTS } from "@/lib/schemas/market/market-stream";

const QUIET_MS = 6_000;
const MEASURE_MS = 40_000;
/** Bytes a second, by the design. */
const MOST = 5_000;
const MOST_SAVED = 1_200;

/** Bytes a second; `writes` a second. */
type Reading = { plain: number; deflated: number; perReader: number; writes: number };

/**
 * W1 and W2: the bytes of one terminal on the simulated market, rows and focused symbol, including HTTP's
 * overhead. The limit is one compression context per reader, with everything sent before.
 */
export async function measureBytes(symbols: readonly string[], focused: string): Promise<BenchRow[]> {
  const venue = await startBybit({ seed: 7, symbols: [...symbols] });
  const stop = new AbortController();
  const ingest = runIngest({
    owner: "bench",
    wsUrl: venue.wsUrl,
    shard: { index: 0, count: 1 },
    symbols,
    runMs: 600_000,
    signal: stop.signal,
  });
  const gateway = await startGateway({ port: 0, host: "127.0.0.1" });
  await pause(QUIET_MS);
  const desk = `rows=${symbols.join(",")}&symbols=${focused}`;
  const [full, saved] = await Promise.all([read(gateway.port, desk), read(gateway.port, `${desk}&saver=1`)]);
  stop.abort();
  await ingest;
  gateway.http.closeAllConnections();
  await Promise.all([gateway.close(), venue.close()]);
  const ratio = full.deflated / full.perReader;
  return [
    row("W1 bytes a second, ten rows and one symbol with depth", full.deflated, MOST, full),
    {
      claim: "W1 beside one compression context for each reader",
      ours: `${full.deflated.toFixed(0)} B/s`,
      limit: `${full.perReader.toFixed(0)} B/s`,
      ratio,
      target: "<= 2",
      isMet: ratio <= 2,
    },
    row("W2 bytes a second, the same with the data saver", saved.deflated, MOST_SAVED, saved),
  ];
}

function row(claim: string, ours: number, most: number, reading: Reading): BenchRow {
  const limit = `${most} B/s (as text ${reading.plain.toFixed(0)} B/s; ${reading.writes.toFixed(1)} writes a second)`;
  return {
    claim,
    ours: `${ours.toFixed(0)} B/s`,
    limit,
    ratio: ours / most,
    target: "<= 1",
    isMet: ours <= most,
  };
}

/** Bytes a second of one selection: as text, deflated, and as one context for this reader would deflate it. */
async function read(port: number, query: string): Promise<Reading> {
  const [plain, deflated] = await Promise.all([
    openStream(port, query, "text/event-stream"),
    openStream(port, query, DEFLATED_EVENTS),
  ]);
  const context = createDeflateRaw({ level: 9 });
  let ofContext = 0;
  context.on("data", (bytes: Buffer) => {
    ofContext += bytes.length;
  });
  let chunks = 0;
  plain.on("data", (chunk: Buffer) => {
    chunks += 1;
    context.write(chunk);
    context.flush(constants.Z_SYNC_FLUSH);
  });
  deflated.resume();
  await pause(QUIET_MS);
  const counts = () => [plain.socket.bytesRead, deflated.socket.bytesRead, ofContext, chunks];
  const before = counts();
  await pause(MEASURE_MS);
  const [text = 0, shared = 0, own = 0, writes = 0] = counts().map(
    (count, index) => count - (before[index] ?? 0),
  );
  for (const response of [plain, deflated]) response.destroy();
  const seconds = MEASURE_MS / 1_000;
  // HTTP's overhead of each chunk (length in hexadecimal and two line ends) is added to the limit, too.
  return {
    plain: text / seconds,
    deflated: shared / seconds,
    perReader: (own + writes * 7) / seconds,
    writes: writes / seconds,
  };
}

function openStream(port: number, query: string, accept: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(
      { port, host: "127.0.0.1", path: `/api/stream?${query}`, agent: false, headers: { accept } },
      resolve,
    ).on("error", reject);
  });
}
