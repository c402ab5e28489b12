import { describe, expect, it } from "vitest";
import { createStreamBody } from "@/lib/http/stream/create-stream-body";
import type { StreamSink } from "@/lib/http/stream/event-stream";

const EVENT = Buffer.from("event: delta\ndata: 1\n\n");

function openBody() {
  let sink: StreamSink | undefined;
  const calls: string[] = [];
  const body = createStreamBody({
    start: (given) => {
      calls.push("start");
      sink = given;
    },
    onEnd: () => calls.push("end"),
    cut: () => calls.push("cut"),
  });
  const readSink = () => {
    if (!sink) throw new Error("The stream was not started.");
    return sink;
  };
  return { body, calls, readSink };
}

/** A destination that accepts chunks, and stalls on request. */
function openDestination() {
  const written: unknown[] = [];
  let release = () => {};
  let hold: Promise<void> | null = null;
  const destination = new WritableStream<Uint8Array>({
    write: (chunk) => {
      written.push(chunk);
      return hold ?? undefined;
    },
    close: () => {
      written.push("closed");
    },
    abort: () => {
      written.push("aborted");
    },
  });
  return {
    destination,
    written,
    stall: () => {
      hold = new Promise((resolve) => {
        release = resolve;
      });
    },
    resume: () => {
      hold = null;
      release();
    },
  };
}

describe("piped", () => {
  it("writes the shared bytes themselves, in order, until the end", async () => {
    const { body, calls, readSink } = openBody();
    const { destination, written } = openDestination();
    const piped = body.pipeTo(destination);
    const first = Buffer.from("a");
    readSink().write(first);
    readSink().write(EVENT);
    readSink().end(Buffer.from("z"));
    await piped;
    expect(written).toEqual([first, EVENT, Buffer.from("z"), "closed"]);
    expect(written[0]).toBe(first);
    expect(calls).toEqual(["start", "end"]);
  });

  it("counts what the reader has not accepted", async () => {
    const { body, readSink } = openBody();
    const { destination, stall, resume } = openDestination();
    body.pipeTo(destination).catch(() => {});
    stall();
    readSink().write(EVENT);
    readSink().write(EVENT);
    await new Promise(setImmediate);
    expect(readSink().waitingBytes()).toBe(2 * EVENT.length);
    resume();
    await expect.poll(() => readSink().waitingBytes()).toBe(0);
  });

  it("ends with the connection", async () => {
    const { body, calls } = openBody();
    const { destination, written } = openDestination();
    const connection = new AbortController();
    const piped = body.pipeTo(destination, { signal: connection.signal });
    connection.abort(new Error("gone"));
    await expect(piped).rejects.toThrow("gone");
    expect(calls).toEqual(["start", "end"]);
    expect(written).toEqual(["aborted"]);
  });

  it("does not start for a connection that is gone", async () => {
    const { body, calls } = openBody();
    const { destination } = openDestination();
    await expect(body.pipeTo(destination, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(calls).toEqual(["end"]);
  });

  it("cuts a reader that stands still", () => {
    const { body, calls, readSink } = openBody();
    const { destination } = openDestination();
    body.pipeTo(destination).catch(() => {});
    readSink().destroy();
    expect(calls).toEqual(["start", "cut", "end"]);
  });
});

describe("read", () => {
  it("begins with the first read, and gives whole chunks", async () => {
    const { body, calls, readSink } = openBody();
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
    const { body, calls } = openBody();
    await body.cancel();
    expect(calls).toEqual(["end"]);
  });
});
