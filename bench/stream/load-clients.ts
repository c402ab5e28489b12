import { connect, type Socket } from "node:net";

/**
 * A process of browsers, reduced to their load on the server: it opens event streams over plain sockets,
 * counts the events of prices, checks their sequence and measures their age on arrival. Driven by messages
 * from its parent; see `LoadCommand`. Streams in the deflated form are read and not parsed.
 */
export type LoadCommand =
  | { do: "open"; port: number; path: string; count: number; accept?: string; stalled?: boolean }
  | { do: "measure"; ms: number }
  | { do: "close" };

/** `gaps`: events that did not follow the one before. Latencies are in ms, a sample of at most 200,000. */
export type LoadReport = {
  events: number;
  gaps: number;
  latenciesMs: number[];
  dropped: number;
  bytes: number;
};
/** `firstEventMs`: from the first connection attempt until every stream had its first price. */
export type OpenReport = { firstEventMs: number };

const EVENT = /(?:event: (key)\n)?data: \{"s":(\d+),"n":(\d+),"t":(\d+),/g;
const RECEIVED = /"r":(\d+)/;
const MAX_SAMPLES = 200_000;
const OPEN_LIMIT_MS = 30_000;

/** A client with one selection. `atMs`: the server's clock at its newest event. */
type Client = { socket: Socket; rest: string; sequence: number; atMs: number; isLive: boolean };

const clients: Client[] = [];
let events = 0;
let gaps = 0;
let dropped = 0;
let bytes = 0;
let latenciesMs: number[] = [];
let isMeasuring = false;

function readText(client: Client, chunk: Buffer): void {
  const text = client.rest + chunk.toString("latin1");
  const end = text.lastIndexOf("\n\n");
  client.rest = text.slice(end + 2);
  for (const [head, name, , sequence, time, at] of matchAll(text.slice(0, end + 2))) {
    const isKey = name === "key";
    if (!isKey && Number(sequence) !== client.sequence + 1) gaps += 1;
    client.sequence = Number(sequence);
    client.atMs = isKey ? Number(time) : client.atMs + Number(time);
    if (isMeasuring) note(client, RECEIVED.exec(text.slice(at + head.length))?.[1] ?? "0");
  }
}

function* matchAll(text: string): Iterable<[string, string, string, string, string, number]> {
  for (const match of text.matchAll(EVENT)) {
    yield [match[0], match[1] ?? "", match[2] ?? "", match[3] ?? "", match[4] ?? "", match.index];
  }
}

function note(client: Client, age: string): void {
  events += 1;
  if (latenciesMs.length < MAX_SAMPLES) latenciesMs.push(Date.now() - (client.atMs - Number(age)));
}

async function open(command: Extract<LoadCommand, { do: "open" }>): Promise<OpenReport> {
  const startedMs = performance.now();
  const accept = command.accept ?? "text/event-stream";
  const isText = accept === "text/event-stream";
  let live = 0;
  await new Promise<void>((resolve, reject) => {
    setTimeout(
      () => reject(new Error(`Only ${live} of ${command.count} streams came alive.`)),
      OPEN_LIMIT_MS,
    ).unref();
    const request = `GET ${command.path} HTTP/1.1\r\nHost: localhost\r\nAccept: ${accept}\r\n\r\n`;
    for (let index = 0; index < command.count; index += 1) {
      const socket = connect(command.port, "127.0.0.1");
      const client: Client = { socket, rest: "", sequence: 0, atMs: 0, isLive: false };
      clients.push(client);
      socket.on("connect", () => socket.write(request));
      socket.on("error", () => {});
      socket.on("close", () => {
        dropped += 1;
      });
      socket.on("data", (chunk) => {
        bytes += chunk.length;
        if (isText) readText(client, chunk);
        if (client.isLive || (isText && client.atMs === 0)) return;
        client.isLive = true;
        live += 1;
        if (command.stalled) socket.pause();
        if (live === command.count) resolve();
      });
    }
  });
  return { firstEventMs: performance.now() - startedMs };
}

async function measure(ms: number): Promise<LoadReport> {
  [events, gaps, bytes, latenciesMs] = [0, 0, 0, []];
  isMeasuring = true;
  await new Promise((resolve) => setTimeout(resolve, ms));
  isMeasuring = false;
  return { events, gaps, latenciesMs, dropped, bytes };
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
