import { inflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { EventStream } from "@/lib/http/stream/event-stream";
import { EventBlock, type StreamForm } from "@/lib/infra/event-block";

const BUDGET_BYTES = 64 * 1024;
const EVENT = Buffer.from(`event: delta\ndata: ${"x".repeat(10_000)}\n\n`);
const NEWEST = Buffer.from("event: key\ndata: newest\n\n");

/** A stream whose reader reads on demand. */
function openStream(form: StreamForm = "text") {
  const written: Buffer[] = [];
  let waiting = 0;
  let state = "open";
  const stream = new EventStream({
    form,
    catchUp: () => NEWEST,
    sink: {
      write: (bytes) => {
        written.push(bytes);
        waiting += bytes.length;
      },
      waitingBytes: () => waiting,
      end: (last) => {
        written.push(last);
        state = "ended";
      },
      destroy: () => {
        state = "cut";
      },
    },
  });
  return {
    stream,
    written,
    waiting: () => waiting,
    read: (bytes = waiting) => (waiting -= bytes),
    state: () => state,
  };
}

it("never queues more than its budget and one event for a reader that stands still, and cuts it in the end", () => {
  const { stream, waiting, state } = openStream();
  for (let index = 0; index < 100; index += 1) stream.send(EVENT);
  expect(waiting()).toBeGreaterThan(BUDGET_BYTES);
  expect(waiting()).toBeLessThanOrEqual(BUDGET_BYTES + EVENT.length);
  stream.checkStalled(Date.now() + 9_000);
  expect(state()).toBe("open");
  stream.checkStalled(Date.now() + 11_000);
  expect(state()).toBe("cut");
});

it.each(["the next event", "the next look"])(
  "replaces what a slow reader missed by one catch-up at %s",
  (at) => {
    const { stream, written, read } = openStream();
    while (stream.send(EVENT));
    const count = written.length;
    read(EVENT.length);
    expect(stream.send(EVENT)).toBe(false);
    expect(written).toHaveLength(count);
    read();
    if (at === "the next look") stream.checkStalled(Date.now());
    else expect(stream.send(EVENT)).toBe(false);
    expect(written.slice(count)).toEqual([NEWEST]);
    read();
    expect(stream.send(EVENT)).toBe(true);
    expect(written.slice(count)).toEqual([NEWEST, EVENT]);
  },
);

it("sends blocks in its form and ends a deflate stream as such", () => {
  const { stream, written, state } = openStream("deflate");
  stream.sendBlock(new EventBlock("event: ping\ndata: 1\n\n"));
  stream.sendBlock(new EventBlock("event: ping\ndata: 2\n\n"));
  stream.end();
  expect(state()).toBe("ended");
  expect(inflateRawSync(Buffer.concat(written)).toString()).toBe(
    "event: ping\ndata: 1\n\nevent: ping\ndata: 2\n\n",
  );
  expect(stream.send(EVENT)).toBe(false);
  expect(written).toHaveLength(3);
});

it("writes nothing to a connection that is gone", () => {
  const { stream, written } = openStream();
  stream.close();
  expect(stream.send(EVENT)).toBe(false);
  stream.end();
  expect(written).toEqual([]);
});
