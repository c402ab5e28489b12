import "server-only";
import type { ServerResponse } from "node:http";
import type { StreamSink } from "@/lib/http/stream/event-stream";
import { toNodeSink } from "@/lib/http/stream/to-node-sink";

/** Starts a stream; called once, when its body is first read. */
type Start = (sink: StreamSink) => void;

const STALLED = "The reader of a stream stood still and was cut.";

/**
 * The body of a stream that is written directly to Node's response. Next writes a body by its `pipeTo`, whose promise
 * this one resolves as soon as the stream has begun: until then Next keeps all frames and contexts of its handler, 50 KB
 * for each reader, and would write each chunk by promises (measured). Next has set status and headers before, and
 * does not end the response.
 */
export function createDirectBody(response: ServerResponse, start: Start): ReadableStream<Uint8Array> {
  const body = new ReadableStream<Uint8Array>();
  body.pipeTo = async () => {
    if (!response.destroyed) start(toNodeSink(response));
  };
  return body;
}

/**
 * The same for a host that doesn't give us Node's response. A stream of objects, since a byte stream would detach each
 * buffer, and these are shared by all readers. `onEnd`: the stream has ended, for whatever reason.
 */
export function createQueuedBody(start: Start, onEnd: () => void): ReadableStream<Uint8Array> {
  let isStarted = false;
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (!isStarted) start(toQueue(controller, onEnd));
        isStarted = true;
      },
      cancel: onEnd,
    },
    { highWaterMark: 0, size: (chunk) => chunk.byteLength },
  );
}

function toQueue(controller: ReadableStreamDefaultController<Uint8Array>, onEnd: () => void): StreamSink {
  return {
    write: (bytes) => controller.enqueue(bytes),
    waitingBytes: () => -(controller.desiredSize ?? 0),
    end: (last) => {
      if (last.length > 0) controller.enqueue(last);
      controller.close();
      onEnd();
    },
    destroy: () => {
      controller.error(new Error(STALLED));
      onEnd();
    },
  };
}
