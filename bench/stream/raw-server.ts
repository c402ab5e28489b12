import { createServer, type ServerResponse } from "node:http";
import { encodeEvent } from "@/lib/infra/event-block";
import { createSubscriberRedis } from "@/lib/infra/redis";
import { sliceFrame } from "@/lib/market/ticker-frame";

/**
 * The peer: what the stream would cost with nothing but Node's http module. It hears the same frames over
 * the same subscription, joins the ticks of one beat and writes one shared buffer to every client.
 */
const clients = new Set<ServerResponse>();
const newest = new Map<string, string>();
let pending = "";

const subscriber = createSubscriberRedis(new AbortController().signal).psubscribe("ticker:*");
subscriber.on("pmessage", ({ channel, message }) => {
  const frame = sliceFrame(String(message));
  if (!frame) return;
  const event = encodeEvent("tick", JSON.parse(frame.tick)).bytes("text").toString();
  newest.set(channel, event);
  if (pending === "") setImmediate(flush);
  pending += event;
});

function flush(): void {
  const bytes = Buffer.from(pending);
  pending = "";
  for (const client of clients) client.write(bytes);
}

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.socket?.setNoDelay(true);
  response.write([...newest.values()].join(""));
  clients.add(response);
  response.on("close", () => clients.delete(response));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit());
