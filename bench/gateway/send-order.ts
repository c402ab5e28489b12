import { randomUUID } from "node:crypto";
import { type Agent, request } from "node:http";
import type { BenchTrader } from "@/bench/gateway/bench-trader";

/** The response, and its latency. */
export type Sent = { status: number; text: string; ms: number };

/** Of valid format, with a wrong signature. */
const FORGED_PROOF = `${"A".repeat(11)}.${"1".repeat(13)}.BTCUSDT:50000`;

/**
 * The receiver of the order: the product's route handler, the same that rejects in its first line, the gateway, or the
 * command handler alone behind `node:http`.
 */
export type BenchOrderKind = "order" | "empty" | "gateway" | "plain";

/** Sends a market order to `url` as a browser would, buying and selling in turn. */
export function sendOrder(options: {
  url: string;
  origin: string;
  agent: Agent;
  trader: BenchTrader;
  kind: BenchOrderKind;
}): Promise<Sent> {
  const { url, origin, agent, trader, kind } = options;
  trader.sent += 1;
  const body = JSON.stringify({
    portfolioId: trader.portfolioId,
    clientOrderId: randomUUID(),
    symbol: "BTCUSDT",
    side: trader.sent % 2 === 0 ? "buy" : "sell",
    kind: "market",
    qty: "0.001",
    ...(kind === "empty" && { tickProof: FORGED_PROOF }),
  });
  const headers = {
    cookie: trader.cookie,
    origin,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-order-timestamp": String(Date.now()),
    ...(kind === "plain" && { "x-user-id": trader.userId }),
    // Only the machine's work is measured: waiting for the venue's next book is not.
    prefer: "respond-async",
  };
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - startedMs }),
      );
    });
    call.on("error", reject);
    call.end(body);
  });
}
