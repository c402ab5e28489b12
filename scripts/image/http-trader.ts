import { randomUUID } from "node:crypto";
import { LaunchError } from "@/ops/launch-error";

const PASSWORD = "a horse on the moon";

/** The part of a portfolio's state that is needed to verify its orders. */
export type Holdings = { openOrders: number; qty: number };

/** A trader who has registered and signed in over HTTP, as a browser would. */
export type HttpTrader = {
  portfolioId: string;
  /**
   * Places a market order; a retry with the same id returns the first response. @throws Error unless it is
   * acknowledged
   */
  buy: (clientOrderId: string, qty: string) => Promise<void>;
  readHoldings: () => Promise<Holdings>;
};

/** Registers a user at `baseUrl` and signs in. @throws LaunchError with the unexpected response */
export async function registerTrader(baseUrl: string, symbol: string): Promise<HttpTrader> {
  const cookies = new Map<string, string>();
  const call = async (method: string, path: string, body?: object | URLSearchParams): Promise<Response> => {
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(baseUrl + path, {
      method,
      redirect: "manual",
      headers: {
        origin: baseUrl,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "x-order-timestamp": String(Date.now()),
        ...(body && !isForm && { "content-type": "application/json" }),
      },
      body: isForm || body === undefined ? body : JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    if (response.ok) return response;
    throw new LaunchError(`${method} ${path} responded ${response.status}: ${await response.text()}`);
  };
  const person = { email: `${randomUUID()}@terminal-zero.local`, password: PASSWORD };
  await call("POST", "/api/auth/register", { ...person, name: "Trader" });
  const { csrfToken } = (await (await call("GET", "/api/auth/csrf")).json()) as { csrfToken: string };
  const form = new URLSearchParams({ ...person, csrfToken, json: "true" });
  await call("POST", "/api/auth/callback/credentials", form);
  const { portfolios } = (await (await call("GET", "/api/portfolios")).json()) as {
    portfolios: { id: string }[];
  };
  const portfolioId = portfolios[0]?.id;
  if (!portfolioId) throw new LaunchError("A trader who has just registered has no portfolio.");
  return {
    portfolioId,
    buy: async (clientOrderId, qty) => {
      await call("POST", "/api/orders", {
        portfolioId,
        clientOrderId,
        symbol,
        side: "buy",
        kind: "market",
        qty,
      });
    },
    readHoldings: async () => {
      const response = await call("GET", `/api/portfolio?id=${portfolioId}`);
      const { orders, positions } = (await response.json()) as {
        orders: unknown[];
        positions: { symbol: string; qty: string }[];
      };
      const position = positions.find((one) => one.symbol === symbol);
      return { openOrders: orders.length, qty: Number(position?.qty ?? 0) };
    },
  };
}
