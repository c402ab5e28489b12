import { constants, createDeflateRaw } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openEventStream } from "@/lib/client/stream/open-event-stream";

const DEFLATED = "application/vnd.terminal-zero.events+deflate";

/** Text as a server sends it to all readers: each part compressed and flushed, the last block left out. */
async function deflate(parts: string[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const deflater = createDeflateRaw();
  const bytes: Uint8Array<ArrayBuffer>[] = [];
  for (const part of parts) {
    deflater.write(part);
    await new Promise<void>((resolve) => deflater.flush(constants.Z_FULL_FLUSH, resolve));
    bytes.push(new Uint8Array(deflater.read() as Buffer));
  }
  return bytes;
}

/** A server's response whose body the test writes. */
function setUp(contentType: string, init: ResponseInit = {}) {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (own) => {
      controller = own;
    },
  });
  const headers = { "content-type": contentType, ...init.headers };
  const request = vi.fn(async (_url: string, _init: RequestInit) => new Response(body, { ...init, headers }));
  vi.stubGlobal("fetch", request);
  const log: string[] = [];
  const close = openEventStream("/api/stream", {
    onEvents: (events) => log.push(events.map(({ name, data }) => `${name} ${data}`).join(" | ")),
    onRetryHint: (ms) => log.push(`retry ${ms}`),
    onBytes: (count) => log.push(`bytes ${count}`),
    onEnd: () => log.push("end"),
    onFail: ({ code }) => log.push(`fail ${code}`),
    onReject: ({ status, problem, retryAfterMs }) =>
      log.push(`reject ${status} ${problem.code} ${retryAfterMs}`),
  });
  const accept = () => new Headers(request.mock.calls[0]?.[1].headers).get("accept");
  const server = () => {
    if (!controller) throw new Error("The body was not opened.");
    return controller;
  };
  return { log, close, accept, server };
}

beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: true });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const TEXT = new TextEncoder();

describe("an event stream", () => {
  test("is read block by block as it arrives, compressed", async () => {
    const { log, accept, server } = setUp(DEFLATED);
    const [first, second] = await deflate([
      "retry: 1000\n\nevent: key\ndata: {}\n\nevent: ping\ndata: 1\n\n",
      "data: é\n\n",
    ]);
    if (!first || !second) throw new Error("Two blocks were expected.");
    server().enqueue(first);
    await expect.poll(() => log).toEqual([`bytes ${first.length}`, "retry 1000", "key {} | ping 1"]);
    server().enqueue(second);
    await expect.poll(() => log.slice(3)).toEqual([`bytes ${second.length}`, "delta é"]);
    expect(accept()).toContain(DEFLATED);
  });

  test("ends on purpose with its body, without a last deflate block", async () => {
    const { log, server } = setUp(DEFLATED);
    for (const block of await deflate(["event: ping\ndata: 1\n\n"])) server().enqueue(block);
    server().close();
    await expect.poll(() => log.at(-1)).toBe("end");
    expect(log).toContain("ping 1");
  });

  test("fails when it breaks off", async () => {
    const { log, server } = setUp(DEFLATED);
    server().error(new TypeError("network error"));
    await expect.poll(() => log).toEqual(["fail unreachable"]);
  });

  test("fails by what is no deflate stream", async () => {
    const { log, server } = setUp(DEFLATED);
    server().enqueue(TEXT.encode("event: ping\ndata: 1\n\n"));
    await expect.poll(() => log.at(-1)).toBe("fail unreachable");
  });

  test("is plain text where the browser cannot decompress, cut anywhere", async () => {
    vi.stubGlobal("DecompressionStream", undefined);
    const { log, accept, server } = setUp("text/event-stream; charset=utf-8");
    const bytes = TEXT.encode("event: ping\ndata: é\n\n");
    server().enqueue(bytes.slice(0, 19));
    server().enqueue(bytes.slice(19));
    await expect.poll(() => log.at(-1)).toBe("ping é");
    expect(accept()).toBe("text/event-stream");
    server().close();
    await expect.poll(() => log.at(-1)).toBe("end");
  });

  test("is plain text when the server says so", async () => {
    const { log, server } = setUp("text/event-stream");
    server().enqueue(TEXT.encode("event: ping\ndata: 1\n\n"));
    await expect.poll(() => log.at(-1)).toBe("ping 1");
  });

  test("calls nothing after it was closed", async () => {
    const { log, close, server } = setUp("text/event-stream");
    server().enqueue(TEXT.encode("event: ping\ndata: 1\n\n"));
    await expect.poll(() => log.at(-1)).toBe("ping 1");
    const before = log.length;
    close();
    server().enqueue(TEXT.encode("event: ping\ndata: 2\n\n"));
    server().close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log.slice(before).filter((line) => !line.startsWith("bytes"))).toEqual([]);
  });
});

test("a rejection says its code and when to ask again", async () => {
  const { log, server } = setUp("application/json", { status: 429, headers: { "retry-after": "7" } });
  const error = { code: "too_many_streams", message: "At most 8 streams may be open." };
  server().enqueue(TEXT.encode(JSON.stringify({ error })));
  server().close();
  await expect.poll(() => log).toEqual(["reject 429 too_many_streams 7000"]);
});
