import { connect, type Socket } from "node:net";

/**
 * A process of browsers, reduced to what a browser costs the server: it opens event streams over plain
 * sockets, counts the ticks, checks their order and measures their age on arrival. Driven by messages from
 * its parent; see `LoadCommand`.
 */
export type LoadCommand =
  | { do: "open"; port: number; path: string; count: number; stalled?: boolean }
  | { do: "measure"; ms: number }
  | { do: "close" };

/** Latencies are in ms, a sample of at most 200,000. */
export type LoadReport = { ticks: number; outOfOrder: number; latenciesMs: number[]; dropped: number };
/** `firstTickMs`: from the first connection attempt until every stream had its first tick. */
export type OpenReport = { firstTickMs: number; snapshotsFirst: number };

const TICK = Buffer.from("event: tick");
const RECEIVED = Buffer.from('"receivedMs":');
const SEQUENCE = Buffer.from('"openInterest":"');
const MAX_SAMPLES = 200_000;
const OPEN_LIMIT_MS = 30_000;

type Client = { socket: Socket; sequence: number; isLive: boolean };

const clients: Client[] = [];
let ticks = 0;
let outOfOrder = 0;
let dropped = 0;
let latenciesMs: number[] = [];
let isMeasuring = false;

function onChunk(client: Client, chunk: Buffer, onLive: () => void): void {
  let at = chunk.indexOf(TICK);
  if (at >= 0 && !client.isLive) {
    client.isLive = true;
    onLive();
  }
  while (at >= 0) {
    const sequenceAt = chunk.indexOf(SEQUENCE, at);
    const receivedAt = chunk.indexOf(RECEIVED, at);
    if (sequenceAt >= 0) {
      const sequence = readNumber(chunk, sequenceAt + SEQUENCE.length);
      if (sequence < client.sequence) outOfOrder += 1;
      client.sequence = sequence;
    }
    if (isMeasuring) {
      ticks += 1;
      if (receivedAt >= 0 && latenciesMs.length < MAX_SAMPLES) {
        latenciesMs.push(Date.now() - readNumber(chunk, receivedAt + RECEIVED.length));
      }
    }
    at = chunk.indexOf(TICK, at + TICK.length);
  }
}

function readNumber(chunk: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < chunk.length; at += 1) {
    const digit = (chunk[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}

async function open(command: Extract<LoadCommand, { do: "open" }>): Promise<OpenReport> {
  const startedMs = performance.now();
  let live = 0;
  let snapshotsFirst = 0;
  await new Promise<void>((resolve, reject) => {
    setTimeout(
      () => reject(new Error(`Only ${live} of ${command.count} streams came alive.`)),
      OPEN_LIMIT_MS,
    ).unref();
    const request = `GET ${command.path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`;
    for (let index = 0; index < command.count; index += 1) {
      const socket = connect(command.port, "127.0.0.1");
      const client: Client = { socket, sequence: 0, isLive: false };
      clients.push(client);
      socket.on("connect", () => socket.write(request));
      socket.on("error", () => {});
      socket.on("close", () => {
        dropped += 1;
      });
      socket.on("data", (chunk) =>
        onChunk(client, chunk, () => {
          snapshotsFirst += 1;
          live += 1;
          if (command.stalled) socket.pause();
          if (live === command.count) resolve();
        }),
      );
    }
  });
  return { firstTickMs: performance.now() - startedMs, snapshotsFirst };
}

async function measure(ms: number): Promise<LoadReport> {
  ticks = 0;
  outOfOrder = 0;
  latenciesMs = [];
  isMeasuring = true;
  await new Promise((resolve) => setTimeout(resolve, ms));
  isMeasuring = false;
  return { ticks, outOfOrder, latenciesMs, dropped };
}

process.on("message", async (command: LoadCommand) => {
  if (command.do === "open") process.send?.(await open(command));
  else if (command.do === "measure") process.send?.(await measure(command.ms));
  else {
    for (const client of clients.splice(0)) client.socket.destroy();
    dropped = 0;
    process.send?.({});
  }
});
process.on("disconnect", () => process.exit());
