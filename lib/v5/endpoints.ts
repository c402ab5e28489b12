import "server-only";
import { z } from "zod";
import { applyDemoFunds, demoFundsSchema } from "@/lib/v5/account/apply-demo-funds";
import { listTransactions, transactionsSchema } from "@/lib/v5/account/list-transactions";
import * as account from "@/lib/v5/account/read-account";
import type { Call, ExtendedResult } from "@/lib/v5/call";
import type { KeyLimit } from "@/lib/v5/consume-key-limit";
import * as candles from "@/lib/v5/market/list-candles";
import * as instruments from "@/lib/v5/market/list-instruments";
import * as market from "@/lib/v5/market/read-market";
import { EMPTY_MARKET_READS, EMPTY_READS, REJECTED_WRITES } from "@/lib/v5/not-offered";
import { amendOrder, amendOrderSchema } from "@/lib/v5/orders/amend-order";
import { batchSchema, inBatches } from "@/lib/v5/orders/batches";
import { cancelAllOrders, cancelAllSchema } from "@/lib/v5/orders/cancel-all-orders";
import { cancelOrder, cancelOrderSchema } from "@/lib/v5/orders/cancel-order";
import {
  cancelWhenDisconnected,
  cancelWhenDisconnectedSchema,
} from "@/lib/v5/orders/cancel-when-disconnected";
import { createOrder, createOrderSchema, isExit } from "@/lib/v5/orders/create-order";
import { executionsSchema, listExecutions } from "@/lib/v5/orders/list-executions";
import {
  historySchema,
  listOrderHistory,
  listRealtimeOrders,
  realtimeSchema,
} from "@/lib/v5/orders/list-orders";
import { preCheckOrder } from "@/lib/v5/orders/pre-check-order";
import { addMargin, addMarginSchema } from "@/lib/v5/positions/add-margin";
import { closedPnlSchema, listClosedPnl } from "@/lib/v5/positions/list-closed-pnl";
import { listPositions, positionsSchema } from "@/lib/v5/positions/list-positions";
import { setLeverage, setLeverageSchema } from "@/lib/v5/positions/set-leverage";
import { setTradingStop, tradingStopSchema } from "@/lib/v5/positions/set-trading-stop";
import { switchMode, switchModeSchema } from "@/lib/v5/positions/switch-mode";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** The right that a call needs: none for market data. */
export type Right = "none" | "read" | "trade";

/** One endpoint of `/v5`. */
export type Endpoint = {
  says: string;
  right: Right;
  /** One for every call, or by the call's input. */
  limit: KeyLimit | ((input: never) => KeyLimit);
  schema: z.ZodType;
  handle: (call: Call, input: never) => Promise<object | ExtendedResult>;
  /** The number of calls that an input costs; 1 unless given. */
  cost?: (input: never) => number;
};

type Handler<S extends z.ZodType> = (call: Call, input: z.output<S>) => Promise<object>;

function open<S extends z.ZodType>(
  says: string,
  schema: S,
  handle: (input: z.output<S>) => Promise<object>,
): Endpoint {
  return { says, right: "none", limit: "read", schema, handle: (_call, input) => handle(input) };
}

function read<S extends z.ZodType>(says: string, schema: S, handle: Handler<S>): Endpoint {
  return { says, right: "read", limit: "read", schema, handle };
}

function trade<S extends z.ZodType>(says: string, schema: S, handle: Handler<S>): Endpoint {
  return { says, right: "trade", limit: "order", schema, handle };
}

/** A call that can only lower risk. */
function exit<S extends z.ZodType>(says: string, schema: S, handle: Handler<S>): Endpoint {
  return { ...trade(says, schema, handle), limit: "exit" };
}

function batch(says: string, handle: Handler<typeof batchSchema>): Endpoint {
  const cost = ({ request }: z.output<typeof batchSchema>) => request.length;
  return { ...trade(says, batchSchema, handle), cost };
}

/** A call of the venue that is known and not offered here. */
function unsupported(what: string): Endpoint {
  return trade(`Not supported: ${what}.`, z.object({}), async () => {
    throw new V5Error(10032, `Demo trading are not supported. ${what} is not offered here.`);
  });
}

/** A read of something that does not exist here. */
function empty(right: Right, path: string): Endpoint {
  const says = `Nothing of it exists here: empty lists (${path}).`;
  const handle = async () => ({ list: [], rows: [], nextPageCursor: "" });
  return { says, right, limit: "read", schema: z.object({}), handle };
}

function listNotOffered(): Record<string, Endpoint> {
  const reads = [
    ...EMPTY_MARKET_READS.map((name) => [`market/${name}`, "none"] as const),
    ...EMPTY_READS.map((path) => [path, "read"] as const),
  ];
  const writes = Object.entries(REJECTED_WRITES);
  return Object.fromEntries([
    ...reads.map(([path, right]) => [`GET /v5/${path}`, empty(right, path)] as const),
    ...writes.map(([path, what]) => [`POST /v5/${path}`, unsupported(what)] as const),
  ]);
}

const inCreation = { isCreation: true };
const nothing = z.object({});

/** Every endpoint of `/v5` by method and path: routing, rights, limits, documentation and tests read this table. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "GET /v5/market/time": open("The server's clock.", nothing, market.readTime),
  "GET /v5/market/instruments-info": open(
    "Contracts with their limits.",
    instruments.instrumentsSchema,
    instruments.listInstruments,
  ),
  "GET /v5/market/tickers": open("Newest prices and 24 h figures.", market.tickersSchema, market.listTickers),
  "GET /v5/market/orderbook": open(
    "The order book, 50 levels at most.",
    market.orderbookSchema,
    market.readOrderbook,
  ),
  "GET /v5/market/recent-trade": open(
    "Newest trades of a symbol.",
    market.recentTradesSchema,
    market.listRecentTrades,
  ),
  "GET /v5/market/price-limit": open(
    "Highest buy and lowest sell price.",
    market.symbolSchema,
    market.readPriceLimit,
  ),
  "GET /v5/market/kline": open("Candles, newest first.", candles.candlesSchema, candles.listCandles),
  "GET /v5/market/mark-price-kline": open("Candles of the mark price.", candles.candlesSchema, (input) =>
    candles.listPriceCandles("mark", input),
  ),
  "GET /v5/market/index-price-kline": open("Candles of the index price.", candles.candlesSchema, (input) =>
    candles.listPriceCandles("index", input),
  ),
  "GET /v5/market/funding/history": open(
    "Settled funding rates.",
    candles.fundingSchema,
    candles.listFundingRates,
  ),
  "GET /v5/market/risk-limit": open("Risk tiers.", instruments.riskLimitSchema, instruments.listRiskTiers),
  "GET /v5/system/status": open("Maintenance: none is announced here.", nothing, async () => ({ list: [] })),
  "POST /v5/order/create": {
    ...trade("Places an order.", createOrderSchema, createOrder),
    limit: (input: z.output<typeof createOrderSchema>) => (isExit(input) ? "exit" : "order"),
  },
  "POST /v5/order/amend": {
    ...trade("Changes an open order.", amendOrderSchema, amendOrder),
    // Moving a trigger alone moves a stop.
    limit: ({ price, qty }: z.output<typeof amendOrderSchema>) =>
      price === undefined && qty === undefined ? "exit" : "order",
  },
  "POST /v5/order/cancel": exit("Cancels an open order.", cancelOrderSchema, cancelOrder),
  "POST /v5/order/cancel-all": exit(
    "Cancels open orders of a symbol or all.",
    cancelAllSchema,
    cancelAllOrders,
  ),
  "POST /v5/order/create-batch": batch(
    "Places up to 20 orders.",
    inBatches(createOrderSchema, createOrder, inCreation),
  ),
  "POST /v5/order/amend-batch": batch("Changes up to 20 orders.", inBatches(amendOrderSchema, amendOrder)),
  "POST /v5/order/cancel-batch": {
    ...batch("Cancels up to 20 orders.", inBatches(cancelOrderSchema, cancelOrder)),
    limit: "exit",
  },
  "GET /v5/order/realtime": read("Open orders, or one by its id.", realtimeSchema, listRealtimeOrders),
  "GET /v5/order/history": read("Ended orders.", historySchema, listOrderHistory),
  "GET /v5/execution/list": read("Fills, liquidations and funding.", executionsSchema, listExecutions),
  "GET /v5/position/list": read("Positions.", positionsSchema, listPositions),
  "GET /v5/position/closed-pnl": read("Results of closing orders.", closedPnlSchema, listClosedPnl),
  "POST /v5/position/set-leverage": trade("Sets a symbol's leverage.", setLeverageSchema, setLeverage),
  "POST /v5/position/trading-stop": exit(
    "Sets stop, target and trailing stop.",
    tradingStopSchema,
    setTradingStop,
  ),
  "POST /v5/position/switch-mode": trade(
    "Sets one-way or hedge mode of a flat symbol, or of all.",
    switchModeSchema,
    switchMode,
  ),
  "POST /v5/position/add-margin": {
    ...trade("Adds or removes margin of a position.", addMarginSchema, addMargin),
    limit: ({ margin }: z.output<typeof addMarginSchema>) => (margin.startsWith("-") ? "order" : "exit"),
  },
  "GET /v5/account/wallet-balance": read(
    "Balance, equity and margin.",
    account.walletSchema,
    account.readWallet,
  ),
  "GET /v5/account/withdrawal": read("Free margin.", nothing, account.readWithdrawal),
  "GET /v5/account/instruments-info": read(
    "Contracts with their limits, the same as those of the market.",
    instruments.instrumentsSchema,
    (_call, input) => instruments.listInstruments(input),
  ),
  "GET /v5/account/info": read("Margin mode.", nothing, account.readAccountInfo),
  "GET /v5/account/fee-rate": read("Fee rates.", account.feeRateSchema, account.readFeeRates),
  "GET /v5/account/transaction-log": read("Changes of the balance.", transactionsSchema, listTransactions),
  "POST /v5/account/set-margin-mode": trade(
    "Sets the margin mode of a portfolio without positions and orders.",
    account.setMarginModeSchema,
    account.setMarginMode,
  ),
  "POST /v5/account/demo-apply-money": trade(
    "Adds or removes practice money.",
    demoFundsSchema,
    applyDemoFunds,
  ),
  "GET /v5/user/query-api": read("The key's own rights.", nothing, account.readKeyInfo),
  "GET /v5/asset/coin/query-info": read("Coins: none can be transferred.", nothing, async () => ({
    rows: [],
  })),
  "POST /v5/position/switch-isolated": trade("Use set-margin-mode.", nothing, async () => {
    throw new V5Error(100028, "The API cannot be accessed by unified account users.");
  }),
  ...listNotOffered(),
  "POST /v5/order/disconnected-cancel-all": trade(
    "Cancels all orders when the key's sockets have been closed for some seconds.",
    cancelWhenDisconnectedSchema,
    cancelWhenDisconnected,
  ),
  "POST /v5/order/pre-check": {
    ...trade(
      "Margin rates before and after an order, which is not placed.",
      createOrderSchema,
      preCheckOrder,
    ),
    limit: "read",
  },
};
