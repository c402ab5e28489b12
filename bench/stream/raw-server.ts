import { createServer, type ServerResponse } from "node:http";
import type { StreamForm } from "@/lib/infra/event-block";
import { getHub } from "@/lib/market/stream/hub";
import { streamQuerySchema } from "@/lib/schemas/market/market-requests";
import { DEFLATED_EVENTS } from "@/lib/schemas/market/market-stream";

/**
 * The peer: the cost of the stream with Node's http module only. It writes the same bytes, created once, to
 * every client, without session, limit or check for slow readers.
 */
type Crowd = { greeting: () => Buffer; clients: Set<ServerResponse> };

const crowds = new Map<string, Crowd>();

function findCrowd(url: string, form: StreamForm): Crowd {
  const found = crowds.get(form + url);
  if (found) return found;
  const { searchParams } = new URL(url, "http://localhost");
  const joined = getHub().join(streamQuerySchema.parse(Object.fromEntries(searchParams)), form);
  const clients = new Set<ServerResponse>();
  joined.begin({
    send: (bytes) => {
      for (const client of clients) client.write(bytes);
    },
    checkStalled: () => {},
  });
  const crowd = { greeting: joined.catchUp, clients };
  crowds.set(form + url, crowd);
  return crowd;
}

await getHub().ready();
const server = createServer((request, response) => {
  const form = request.headers.accept === DEFLATED_EVENTS ? "deflate" : "text";
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.socket?.setNoDelay(true);
  const { greeting, clients } = findCrowd(request.url ?? "/", form);
  response.write(greeting());
  clients.add(response);
  response.on("close", () => clients.delete(response));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit());
