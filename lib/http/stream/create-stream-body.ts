import "server-only";
import type { StreamSink } from "@/lib/http/stream/event-stream";

type Source = {
  /** Called once, when the body is first read. */
  start: (sink: StreamSink) => void;
  /** The stream has ended, for whatever reason. */
  onEnd: () => void;
  /** Closes the connection immediately, where this process has it. */
  cut: () => void;
};

const STALLED = "The reader of a stream stood still and was cut.";

/**
 * The body of a stream's response. Next writes a body by its `pipeTo`, and the standard one reads each chunk by
 * promises before it writes it: half of the processor time of a reader (measured). This one writes each chunk
 * directly. Any other reader gets the same as from a usual stream of objects; a byte stream would detach each
 * buffer, and these are shared by all readers.
 */
export function createStreamBody(source: Source): ReadableStream<Uint8Array> {
  let isStarted = false;
  const startOnce = (sink: StreamSink) => {
    if (isStarted) return;
    isStarted = true;
    source.start(sink);
  };
  const body = new ReadableStream<Uint8Array>(
    { pull: (controller) => startOnce(toQueue(controller, source)), cancel: source.onEnd },
    { highWaterMark: 0, size: (chunk) => chunk.byteLength },
  );
  body.pipeTo = (destination, { signal } = {}) =>
    new Promise((resolve, reject) => {
      const writer = destination.getWriter();
      const abort = () => {
        source.onEnd();
        writer.abort(signal?.reason).catch(() => {});
        reject(signal?.reason);
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      const onClosing = (closing: Promise<void>) => closing.then(resolve, reject);
      startOnce(toWriter(writer, { source, onClosing }));
    });
  return body;
}

function toQueue(
  controller: ReadableStreamDefaultController<Uint8Array>,
  { cut, onEnd }: Source,
): StreamSink {
  return {
    write: (bytes) => controller.enqueue(bytes),
    waitingBytes: () => -(controller.desiredSize ?? 0),
    end: (last) => {
      if (last.length > 0) controller.enqueue(last);
      controller.close();
      onEnd();
    },
    destroy: () => {
      // An error of the body waits for the stalled write, so the connection is closed first.
      cut();
      controller.error(new Error(STALLED));
      onEnd();
    },
  };
}

function toWriter(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  { source, onClosing }: { source: Source; onClosing: (closing: Promise<void>) => void },
): StreamSink {
  const sizes: number[] = [];
  let waitingBytes = 0;
  // Writes end in their order.
  const onWritten = () => {
    waitingBytes -= sizes.shift() ?? 0;
  };
  const write = (bytes: Uint8Array) => {
    sizes.push(bytes.byteLength);
    waitingBytes += bytes.byteLength;
    writer.write(bytes).then(onWritten, onWritten);
  };
  return {
    write,
    waitingBytes: () => waitingBytes,
    end: (last) => {
      if (last.length > 0) write(last);
      onClosing(writer.close());
      source.onEnd();
    },
    destroy: () => {
      source.cut();
      writer.abort(new Error(STALLED)).catch(() => {});
      source.onEnd();
    },
  };
}
