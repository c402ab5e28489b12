import {
  abs,
  add,
  type Decimal,
  fromNumber,
  type Money,
  max,
  min,
  mul,
  notional,
  ONE,
  type Price,
  type Qty,
  sub,
} from "@/lib/core/decimal";
import { calculateIsolatedLiquidationPrice } from "@/lib/core/engine/margin/liquidation";
import {
  calculateBankruptcyPrice,
  calculateMaintenanceMargin,
  calculateOrderCost,
  calculatePositionMargin,
  calculateQtyByCost,
} from "@/lib/core/engine/margin/margin";
import { calculateInsuranceChange } from "@/lib/core/engine/margin/settlement";
import { calculatePriceLimit } from "@/lib/core/engine/orders/calculate-price-limit";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import { calculateFundingChange } from "@/lib/core/engine/positions/calculate-funding-change";
import { buildTiers, findRiskTier, selectMinQty } from "@/lib/core/engine/positions/instrument";
import {
  calculateBreakEvenPrice,
  calculateClosedPnl,
  calculateGrossPnl,
  calculateRoi,
} from "@/lib/core/engine/positions/position-figures";
import { calculateSpotEffect } from "@/lib/core/engine/venues/jesse-spot";
import { averagePrice } from "@/lib/core/stats/round-trip";
import { type Arguments, isLongSide, readArguments, toNumbers } from "@/tests/conformance/arguments";
import { type JsonObject, listAt } from "@/tests/conformance/case-file";
import {
  calculateFundingRate,
  calculateLegacyLiquidationPrice,
  calculateMarkPrice,
} from "@/tests/conformance/venue-formulas";

type Result = Record<string, Decimal | null>;

/** One translation for each function of the venue's cases. */
const FUNCTIONS: Record<string, (args: Arguments) => Result> = {
  order_cost: (args) => {
    const cost = calculateOrderCost(costTerms(args));
    return {
      initial_margin: cost.initialMargin,
      fee_to_open: cost.feeToOpen,
      bankruptcy_price: cost.bankruptcyPrice,
      fee_to_close: cost.feeToClose,
      total: cost.total,
    };
  },
  qty_by_cost: (args) => ({
    qty: calculateQtyByCost({
      isLong: args.isLong(),
      cost: args.money("cost"),
      price: args.price("price"),
      leverage: args.decimal("leverage"),
      takerRate: args.decimal("taker"),
    }),
  }),
  bankruptcy_price: (args) => ({
    bankruptcy_price: calculateBankruptcyPrice({
      isLong: args.isLong(),
      entry: args.price("entry"),
      leverage: args.decimal("leverage"),
    }),
  }),
  liq_isolated_legacy: (args) => {
    const legacy = calculateLegacyLiquidationPrice(isolatedTerms(args));
    return {
      initial_margin: legacy.initialMargin,
      maintenance_margin: legacy.maintenanceMargin,
      liquidation_price: legacy.price,
    };
  },
  liq_cross_legacy: (args) => {
    const terms = { ...isolatedTerms(args), extraMargin: args.money("available", 0) };
    const legacy = calculateLegacyLiquidationPrice(terms);
    return {
      initial_margin: legacy.initialMargin,
      maintenance_margin: legacy.maintenanceMargin,
      liquidation_price: legacy.price,
    };
  },
  liq_isolated_current: (args) => {
    const terms = isolatedTerms(args);
    const takerRate = args.decimal("taker");
    const deduction = args.money("mm_deduction", 0);
    const cost = notional(terms.entry, terms.qty);
    const margin = calculatePositionMargin({ ...terms, cost, takerRate });
    const maintenance = sub(mul(cost, terms.maintenanceRate), deduction);
    return {
      liquidation_price: calculateIsolatedLiquidationPrice({ ...terms, deduction, takerRate }),
      initial_margin: margin.total,
      maintenance_margin: add(maintenance, margin.feeToClose),
    };
  },
  maintenance_margin: (args) => {
    const tiers = buildTiers(listAt(args.raw, "tiers").map(readTier));
    const value = args.money("value");
    const tier = findRiskTier(tiers, value);
    return {
      maintenance_margin: calculateMaintenanceMargin(value, tiers),
      deduction: tier?.deduction ?? null,
      mmr: tier?.maintenanceRate ?? null,
    };
  },
  average_entry: (args) => {
    const fills = listAt(args.raw, "fills").map(readPair);
    const average = averagePrice(fills.map(([qty, price]) => ({ qty: qty as Qty, price: price as Price })));
    return { qty: average.qty, entry_price: average.price };
  },
  unrealised_pnl: (args) => {
    const trade = {
      isLong: args.isLong(),
      qty: args.qty("qty"),
      entry: args.price("entry"),
      exit: args.price("price"),
    };
    const pnl = calculateGrossPnl(trade);
    const margin = args.has("margin") ? args.money("margin") : null;
    return { unrealised_pnl: pnl, roi: margin === null ? null : calculateRoi(pnl, margin) };
  },
  roi: (args) => {
    const pnl = args.money(args.has("pnl") ? "pnl" : "unrealised_pnl");
    return { roi: calculateRoi(pnl, args.money(args.has("margin") ? "margin" : "position_margin")) };
  },
  break_even_price: (args) => ({
    break_even_price: calculateBreakEvenPrice({
      qty: (args.isLong() ? abs(args.qty("qty")) : -abs(args.qty("qty"))) as Qty,
      entry: args.price("entry"),
      realised: args.money("realised", 0),
      takerRate: args.decimal("taker", 0),
    }),
  }),
  closed_pnl: (args) => {
    const closed = calculateClosedPnl({
      isLong: args.isLong(),
      qty: args.qty("qty"),
      entry: args.price("entry"),
      exit: args.price("exit"),
      openFeeRate: args.decimal("open_fee_rate", 0),
      closeFeeRate: args.decimal("close_fee_rate", 0),
      funding: args.money("funding", 0),
    });
    return {
      gross_pnl: closed.gross,
      open_fee: closed.openFee,
      close_fee: closed.closeFee,
      closed_pnl: closed.net,
    };
  },
  closed_pnl_from_values: (args) => {
    const rate = args.decimal("fee_rate", 0);
    const closed = calculateClosedPnl({
      isLong: args.isLong(),
      qty: ONE as Qty,
      entry: args.price("entry_value"),
      exit: args.price("exit_value"),
      openFeeRate: rate,
      closeFeeRate: rate,
      funding: args.money("funding", 0),
    });
    return { closed_pnl: closed.net };
  },
  trade_fee: (args) => {
    const trade = { qty: args.qty("qty"), price: args.price("price"), rate: args.decimal("fee_rate") };
    return { value: notional(trade.price, trade.qty), fee: calculateFee(trade) };
  },
  spot_fee: (args) => {
    const buys = isLongSide(args.text("side"));
    const qty = args.qty("qty");
    const feeRate = args.decimal("fee_rate");
    const side = buys ? "buy" : "sell";
    const price = args.price("price", 0);
    const effect = calculateSpotEffect({ side, qty, price, feeRate, position: null, isClosing: !buys });
    return buys
      ? { fee: sub<Decimal>(qty, effect.qtyChange), received: effect.qtyChange }
      : { fee: effect.fee, received: effect.cash };
  },
  funding_fee: (args) => ({
    change: calculateFundingChange({
      qty: (args.isLong() ? args.qty("qty") : -args.qty("qty")) as Qty,
      mark: args.price("mark"),
      rate: args.decimal("rate"),
    }),
  }),
  funding_rate: (args) => ({
    funding_rate: calculateFundingRate({
      premium: args.decimal("premium_index"),
      interest: args.decimal("interest", 0.0001),
      cap: args.decimal("limit"),
    }),
  }),
  mark_price: (args) => ({
    mark_price: calculateMarkPrice({
      estimate1: args.price("price1"),
      estimate2: args.price("price2"),
      last: args.price("last"),
    }),
  }),
  liquidation_takeover: (args) => ({
    insurance_fund_change: calculateInsuranceChange({
      isLong: args.isLong(),
      qty: args.qty("qty"),
      settledAt: args.price("bankruptcy"),
      execution: args.price("execution"),
    }),
  }),
  cash_balance: (args) => {
    const change = sub(
      add(args.money("change_without_fee", 0), args.money("funding", 0)),
      args.money("fee", 0),
    );
    return { balance: add(args.money("before"), change), change };
  },
  min_order_qty: (args) => ({
    min_qty: selectMinQty(
      {
        minQty: args.qty("min_qty"),
        minNotional: args.money("min_notional", 0),
        qtyStep: args.decimal("step"),
      },
      args.price("price"),
    ),
  }),
  next_tick: (args) => {
    const [price, tick] = [args.price("price"), args.price("tick")];
    return { next_price: add(price, tick), previous_price: sub(price, tick) };
  },
  price_limit_legacy: (args) => {
    const [price, last, limit] = [args.price("price"), args.price("last"), args.decimal("limit")];
    return {
      effective_price: args.isLong()
        ? min(price, mul(last, add(ONE, limit)))
        : max(price, mul(last, sub(ONE, limit))),
    };
  },
  price_limit_2026: (args) => {
    const limit = calculatePriceLimit({
      mark: args.price("mark"),
      index: args.price("index"),
      x: args.decimal("x"),
      y: args.decimal("y"),
      premium: args.decimal("premium_avg", 0),
    });
    return { max_buy: limit.maxBuy, min_sell: limit.minSell };
  },
};

/** Calls the leaf function that a case names. @throws Error for a function that isn't in the vocabulary. */
export function callBybitFunction(name: string, args: JsonObject): Record<string, number | null> {
  const call = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (call === undefined) throw new Error(`Unknown function "${name}".`);
  return toNumbers(call(readArguments(args)));
}

function costTerms(args: Arguments) {
  return {
    isLong: args.isLong(),
    qty: args.qty("qty"),
    price: args.price("price"),
    leverage: args.decimal("leverage"),
    takerRate: args.decimal("taker"),
  };
}

function isolatedTerms(args: Arguments) {
  return {
    isLong: args.isLong(),
    qty: args.qty("qty"),
    entry: args.price("entry"),
    leverage: args.decimal("leverage"),
    maintenanceRate: args.decimal("mmr"),
    extraMargin: args.money("extra_margin", 0),
  };
}

function readTier(row: unknown) {
  const [limit, rate, leverage] = readPair(row);
  return { limit: limit as Money, maintenanceRate: rate, maxLeverage: leverage ?? ONE };
}

function readPair(row: unknown): [Decimal, Decimal, Decimal?] {
  const numbers = Array.isArray(row) ? row.map((item) => fromNumber(Number(item))) : [];
  const [first, second, third] = numbers;
  if (first === undefined || second === undefined) throw new Error(`Not a pair: ${JSON.stringify(row)}.`);
  return third === undefined ? [first, second] : [first, second, third];
}
