import { once } from "node:events";
import { WebSocket } from "ws";
import type { InspectedServer } from "@/bench/stream/processes";

type Usage = { heapUsed: number; external: number };

/**
 * Bytes of a server's heap and of the buffers beside it, after a collection. Its resident memory would say nothing about a
 * reader: what earlier readers have left to the process is used again, and young objects alone may take 64 MB.
 */
export async function measureHeap({ inspectorPort }: InspectedServer): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await once(socket, "open");
  const ask = async (method: string, params: object = {}) => {
    socket.send(JSON.stringify({ id: 1, method, params }));
    for (;;) {
      const [data] = (await once(socket, "message")) as [Buffer];
      const message = JSON.parse(data.toString()) as { id?: number; result?: { result?: { value: Usage } } };
      if (message.id === 1) return message.result?.result?.value;
    }
  };
  // Objects that only their finalisers keep are gone after the second one.
  await ask("HeapProfiler.collectGarbage");
  await ask("HeapProfiler.collectGarbage");
  const usage = await ask("Runtime.evaluate", { expression: "process.memoryUsage()", returnByValue: true });
  socket.close();
  if (usage === undefined) throw new Error("The server's memory can't be read.");
  return usage.heapUsed + usage.external;
}
