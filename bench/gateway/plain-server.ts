import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import { startAttempt } from "@/lib/trading/orders/attempt-order";
import { placeOrder } from "@/lib/trading/orders/place-order";

/**
 * An alternative without Next: the same command handler behind `node:http`, in a process of its own with the
 * product's environment. It reads the body, checks its shape, submits the order, responds and executes it
 * after the response. The user comes in a header: there is no session, no limit and no middleware.
 */
const server = createServer(async (request, response) => {
  try {
    const body = placeOrderSchema.parse(JSON.parse(await readBody(request)));
    const accepted = await placeOrder(String(request.headers["x-user-id"]), body);
    response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify(accepted));
    if (accepted.order?.status === "QUEUED") await startAttempt(accepted.order).finish();
  } catch (error) {
    if (!response.headersSent) response.writeHead(500);
    response.end(String(error));
  }
});

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
