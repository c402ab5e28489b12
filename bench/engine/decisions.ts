import { secondsOfCore } from "@/bench/engine/seconds-of-core";
import { parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { buildTiers, type Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

const ROUNDS = 10_000;
const SYMBOL = "BTCUSDT";

/** Decisions a second on one portfolio: open, add, reduce and close, each submitted and executed by the book. */
export function measureDecisions(): number {
  const context = buildContext();
  let state = openPortfolio(context);
  let decisions = 0;
  const started = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const command of commandsOf(round)) {
      const decision = decide(state, command, context);
      if (!decision.ok) throw new Error(`The bench's own command was rejected: ${decision.reason}.`);
      state = decision.state;
      decisions += 1;
    }
  }
  const rate = decisions / secondsOfCore(started);
  assertInvariants(state, context.instruments);
  if (state.positions.length > 0) throw new Error("The bench's last round left a position.");
  return rate;
}

function commandsOf(round: number): Command[] {
  const market = (step: number, side: "buy" | "sell", size: string): Command[] => {
    const orderId = `${round}:${step}`;
    const order = { orderId, symbol: SYMBOL, side, kind: "market", qty: parseQty(size) } as const;
    return [
      { type: "submit", order },
      { type: "execute", orderId },
    ];
  };
  return [
    ...market(0, "buy", "0.01"),
    ...market(1, "buy", "0.02"),
    ...market(2, "sell", "0.01"),
    ...market(3, "sell", "0.02"),
  ];
}

function openPortfolio(context: Context): PortfolioState {
  const command: Command = {
    type: "open-portfolio",
    id: "bench",
    kind: "perpetual",
    marginMode: "isolated",
    opening: parseMoney("100000000"),
    leverage: parseDecimal("10"),
  };
  const decision = decide(EMPTY_STATE, command, context);
  if (!decision.ok) throw new Error("The bench's portfolio was rejected.");
  return decision.state;
}

function buildContext(): Context {
  const level = (price: string) => ({ price: parsePrice(price), qty: parseQty("1000000000") });
  const instrument: Instrument = {
    symbol: SYMBOL,
    baseCoin: "BTC",
    quoteCoin: "USDT",
    status: "trading",
    tickSize: parseDecimal("0.1"),
    qtyStep: parseDecimal("0.001"),
    minQty: parseQty("0.001"),
    maxLimitQty: parseQty("1190"),
    maxMarketQty: parseQty("500"),
    minNotional: parseMoney("5"),
    maxLeverage: parseDecimal("100"),
    makerRate: parseDecimal("0.0002"),
    takerRate: parseDecimal("0.00055"),
    tiers: buildTiers([
      {
        limit: parseMoney("2000000"),
        maintenanceRate: parseDecimal("0.005"),
        maxLeverage: parseDecimal("100"),
      },
      {
        limit: parseMoney("2600000"),
        maintenanceRate: parseDecimal("0.0056"),
        maxLeverage: parseDecimal("90"),
      },
    ]),
    priceLimit: { x: parseDecimal("0.01"), y: parseDecimal("0.02") },
  };
  const market = {
    last: parsePrice("60000"),
    mark: parsePrice("60000"),
    index: parsePrice("60000"),
    book: {
      bids: ["59999.9", "59999.8", "59999.7"].map(level),
      asks: ["60000.1", "60000.2", "60000.3"].map(level),
    },
    tickMs: 0,
    tickSeq: 1,
    bookMs: 1,
  };
  return {
    nowMs: 0,
    rules: BYBIT,
    instruments: new Map([[SYMBOL, instrument]]),
    markets: new Map([[SYMBOL, market]]),
  };
}
