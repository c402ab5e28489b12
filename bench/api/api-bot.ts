import { createHmac } from "node:crypto";
import WebSocket from "ws";
import { type BenchTrader, createBenchTrader } from "@/bench/gateway/bench-trader";
import { createApiKey } from "@/tests/support/create-api-key";
import { signV5 } from "@/tests/support/sign-v5";

const SYMBOL = "BTCUSDT";
const MARKET_LIMIT_MS = 60_000;

type Answer = { retCode: number; retMsg: string; result: Record<string, unknown> };
/** A row of a private topic, as far as the bench reads it. */
export type TopicRow = { orderId: string };

/** A program with a key of its own portfolio, which calls a gateway or, once it is gone, another server. */
export type ApiBot = {
  trader: BenchTrader;
  get: (path: string, query?: string) => Promise<Answer>;
  post: (path: string, fields: object) => Promise<Answer>;
  /** Creates an order that rests far from the market, and returns its id. */
  createResting: () => Promise<string>;
  cancelAll: () => Promise<void>;
  /** Resolves when the gateway has prices. */
  awaitMarket: () => Promise<void>;
  /** Opens a private socket that has subscribed to `order`. */
  openSocket: (onRow: (row: TopicRow) => void) => Promise<WebSocket>;
};

/** Creates a trader with a key, without the forms. It calls the first of `ports` that answers. */
export async function createApiBot(ports: readonly number[]): Promise<ApiBot> {
  const trader = await createBenchTrader();
  const key = await createApiKey(trader);
  let at = 0;
  const call = async (target: string, signed: string, init: RequestInit = {}): Promise<Answer> => {
    try {
      const url = `http://127.0.0.1:${ports[at % ports.length]}${target}`;
      const response = await fetch(url, { ...init, headers: signV5(key, signed) });
      return (await response.json()) as Answer;
    } catch (error) {
      at += 1;
      throw error;
    }
  };
  const get = (path: string, query = "") => call(`${path}?${query}`, query);
  const post = (path: string, fields: object) => {
    const body = JSON.stringify({ category: "linear", ...fields });
    return call(path, body, { method: "POST", body });
  };
  let restingPrice = "";
  return {
    trader,
    get,
    post,
    createResting: async () => {
      if (restingPrice === "") restingPrice = await readRestingPrice(get);
      const order = { symbol: SYMBOL, side: "Buy", orderType: "Limit", qty: "0.001", price: restingPrice };
      const { retCode, retMsg, result } = await post("/v5/order/create", order);
      if (retCode !== 0) throw new Error(`An order was rejected: ${retCode} ${retMsg}`);
      return String(result.orderId);
    },
    cancelAll: async () => {
      await post("/v5/order/cancel-all", { symbol: SYMBOL });
    },
    awaitMarket: async () => {
      const untilMs = Date.now() + MARKET_LIMIT_MS;
      while (Date.now() < untilMs) {
        if ((await get("/v5/market/orderbook", `category=linear&symbol=${SYMBOL}`)).retCode === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error("The gateway has no prices.");
    },
    openSocket: (onRow) => openSocket(ports[0] ?? 0, key, onRow),
  };
}

/** A tenth below the market, on the tick. */
async function readRestingPrice(get: ApiBot["get"]): Promise<string> {
  const { result } = await get("/v5/market/tickers", `category=linear&symbol=${SYMBOL}`);
  const [ticker] = result.list as { lastPrice: string }[];
  return (Number(ticker?.lastPrice) * 0.9).toFixed(0);
}

async function openSocket(
  port: number,
  { key, secret }: { key: string; secret: string },
  onRow: (row: TopicRow) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v5/private`);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const expires = Date.now() + 10_000;
  const signature = createHmac("sha256", secret).update(`GET/realtime${expires}`).digest("hex");
  const subscribed = new Promise<void>((resolve, reject) => {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      if (message.topic === "order") for (const row of message.data) onRow(row);
      else if (message.success === false) reject(new Error(String(message.ret_msg)));
      else if (message.op === "subscribe") resolve();
    });
  });
  socket.send(JSON.stringify({ op: "auth", args: [key, expires, signature] }));
  socket.send(JSON.stringify({ op: "subscribe", args: ["order"] }));
  await subscribed;
  return socket;
}
