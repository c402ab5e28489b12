import type { APIRequestContext } from "playwright-core";

/** Symbols of the five positions. */
const RESERVED = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT"];
const ORDERS = 50;

type Listed = { symbol: string; tickSize: string; qtyStep: string; minOrderQty: string; minNotional: string };

/** Opens five positions and fifty limit orders far from the market. */
export async function fillDesk(api: APIRequestContext, origin: string): Promise<void> {
  const { portfolios } = (await (await api.get("/api/portfolios")).json()) as {
    portfolios: { id: string }[];
  };
  const portfolioId = portfolios[0]?.id ?? "";
  const place = async (body: object) => {
    const { serverTimeMs } = (await (await api.get("/api/time")).json()) as { serverTimeMs: number };
    const clientOrderId = crypto.randomUUID();
    const response = await api.post("/api/orders", {
      headers: { origin, "x-order-timestamp": String(serverTimeMs) },
      data: { portfolioId, clientOrderId, leverage: "10", ...body },
    });
    if (response.status() !== 202) throw new Error(`An order was rejected: ${await response.text()}`);
  };
  for (const symbol of RESERVED) {
    const costs = await api.get(`/api/instruments/costs?symbol=${symbol}`);
    const { instrument: listed } = (await costs.json()) as { instrument: Listed };
    const last = await readLast(api, symbol);
    const qty = findQty(listed, last, 50);
    await place({ symbol, side: "buy", kind: "market", qty });
    for (let index = 0; index < ORDERS / RESERVED.length; index += 1) {
      const price = toStep(last * (0.9 - index * 0.005), listed.tickSize);
      await place({ symbol, side: "buy", kind: "limit", qty: findQty(listed, last * 0.8, 20), price });
    }
  }
}

async function readLast(api: APIRequestContext, symbol: string): Promise<number> {
  const response = await api.get(`/api/candles?symbol=${symbol}&interval=1&limit=1`);
  const { candles } = (await response.json()) as { candles: { close: string }[] };
  return Number(candles[0]?.close);
}

function findQty(listed: Listed, price: number, value: number): string {
  const least = Math.max(Number(listed.minOrderQty), Number(listed.minNotional) / price, value / price);
  return toStep(least + Number(listed.qtyStep), listed.qtyStep);
}

function toStep(value: number, step: string): string {
  const digits = step.split(".")[1]?.length ?? 0;
  return (Math.floor(value / Number(step)) * Number(step)).toFixed(digits);
}
