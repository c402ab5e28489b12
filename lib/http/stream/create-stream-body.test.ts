import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createDirectBody, createQueuedBody } from "@/lib/http/stream/create-stream-body";
import type { StreamSink } from "@/lib/http/stream/event-stream";

const EVENT = Buffer.from("event: delta\ndata: 1\n\n");

function openBody() {
  let sink: StreamSink | undefined;
  const calls: string[] = [];
  const start = (given: StreamSink) => {
    calls.push("start");
    sink = given;
  };
  const readSink = () => {
    if (!sink) throw new Error("The stream was not started.");
    return sink;
  };
  return { start, calls, readSink };
}

const server = createServer();
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A connection to a server, seen from both sides. */
async function openConnection(): Promise<{ response: ServerResponse; received: Promise<IncomingMessage> }> {
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  const call = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" });
  const received = once(call, "response").then(([message]) => message as IncomingMessage);
  const [, response] = (await once(server, "request")) as [IncomingMessage, ServerResponse];
  return { response, received };
}

describe("direct", () => {
  it("is piped as soon as it has begun, and writes in order until its end", async () => {
    const { response, received } = await openConnection();
    const { start, readSink } = openBody();
    const destination = new WritableStream<Uint8Array>();
    await createDirectBody(response, start).pipeTo(destination);
    expect(response.writableEnded).toBe(false);
    readSink().write(EVENT);
    readSink().write(EVENT);
    readSink().end(Buffer.from("z"));
    let text = "";
    for await (const chunk of await received) text += chunk;
    expect(text).toBe(`${EVENT}${EVENT}z`);
  });

  it("counts what the reader has not accepted, and cuts it", async () => {
    const { response, received } = await openConnection();
    const { start, readSink } = openBody();
    await createDirectBody(response, start).pipeTo(new WritableStream());
    readSink().write(EVENT);
    (await received).pause();
    const chunk = Buffer.alloc(1_024 * 1_024);
    for (let count = 0; count < 64; count += 1) readSink().write(chunk);
    expect(readSink().waitingBytes()).toBeGreaterThan(chunk.length);
    const closed = once(response, "close");
    readSink().destroy();
    await closed;
  });

  it("does not start for a connection that is gone", async () => {
    const { response, received } = await openConnection();
    received.catch(() => {});
    const { start, calls } = openBody();
    const body = createDirectBody(response, start);
    response.destroy();
    await body.pipeTo(new WritableStream());
    expect(calls).toEqual([]);
  });
});

describe("queued", () => {
  it("begins with the first read, and gives whole chunks", async () => {
    const { start, calls, readSink } = openBody();
    const body = createQueuedBody(start, () => calls.push("end"));
    expect(calls).toEqual([]);
    const reader = body.getReader();
    const first = reader.read();
    await expect.poll(() => calls).toEqual(["start"]);
    readSink().write(EVENT);
    expect(await first).toEqual({ done: false, value: EVENT });
    readSink().write(EVENT);
    expect(readSink().waitingBytes()).toBe(EVENT.length);
    readSink().end(Buffer.alloc(0));
    expect(await reader.read()).toEqual({ done: false, value: EVENT });
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(calls).toEqual(["start", "end"]);
  });

  it("ends when it is cancelled", async () => {
    const { start, calls } = openBody();
    const body = createQueuedBody(start, () => calls.push("end"));
    await body.cancel();
    expect(calls).toEqual(["end"]);
  });

  it("cuts a reader that stands still", async () => {
    const { start, calls, readSink } = openBody();
    const reader = createQueuedBody(start, () => calls.push("end")).getReader();
    const read = reader.read();
    await expect.poll(() => calls).toEqual(["start"]);
    readSink().destroy();
    await expect(read).rejects.toThrow();
    expect(calls).toEqual(["start", "end"]);
  });
});
