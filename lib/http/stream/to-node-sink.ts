import "server-only";
import type { ServerResponse } from "node:http";
import type { StreamSink } from "@/lib/http/stream/event-stream";

/** A stream's output to Node's response. */
export function toNodeSink(response: ServerResponse): StreamSink {
  return {
    write: (bytes) => {
      // The connection may have ended before its event is emitted.
      if (!response.destroyed) response.write(bytes);
    },
    waitingBytes: () => response.writableLength,
    end: (last) => {
      response.end(last);
    },
    destroy: () => {
      response.destroy();
    },
  };
}
