import {
  abs,
  add,
  type Decimal,
  fromNumber,
  type Money,
  mul,
  neg,
  notional,
  type Price,
  type Qty,
  sub,
  toNumber,
} from "@/lib/core/decimal";
import { type Candle, includesPrice, splitCandle } from "@/lib/core/engine/matching/candle";
import {
  calculateClosedPnl,
  calculateGrossPnl,
  calculateRoi,
} from "@/lib/core/engine/positions/position-figures";
import { averagePrice } from "@/lib/core/stats/round-trip";
import { isLongSide } from "@/tests/conformance/arguments";
import { isObject, type Json } from "@/tests/conformance/case-file";
import { floorToDigits } from "@/tests/conformance/floor-to-digits";
import { limitStopLoss, riskToQty, riskToSize, sizeToQty } from "@/tests/conformance/jesse-sizing";

const PERCENT = fromNumber(0.01);

/** One translation for each function of jesse's cases; arguments come by position. */
const FUNCTIONS: Record<string, (args: Json[]) => unknown> = {
  estimate_average_price: (args) => {
    const [qty, price, positionQty, averageEntry] = [
      qtyAt(args, 0),
      priceAt(args, 1),
      qtyAt(args, 2),
      priceAt(args, 3),
    ];
    const fills = [
      { qty: abs(qty), price },
      { qty: abs(positionQty), price: averageEntry },
    ];
    return toNumber(averagePrice(fills).price);
  },
  estimate_PNL: (args) =>
    toNumber(
      calculateClosedPnl({
        ...tradeAt(args),
        ...feeRates(decimalAt(args, 4, 0)),
        funding: fromNumber(0) as Money,
      }).net,
    ),
  estimate_PNL_percentage: (args) => {
    const trade = tradeAt(args);
    return toNumber(calculateRoi(calculateGrossPnl(trade), notional(trade.entry, trade.qty))) * 100;
  },
  floor_with_precision: (args) => toNumber(floorToDigits(decimalAt(args, 0), numberOf(args, 1, 0))),
  round_decimals_down: (args) => toNumber(floorToDigits(decimalAt(args, 0), numberOf(args, 1, 2))),
  prepare_qty: (args) => {
    const qty = abs(decimalAt(args, 0));
    const side = args[1];
    if (side === "close") return 0;
    return toNumber(isLongSide(String(side)) ? qty : neg(qty));
  },
  sum_floats: (args) => toNumber(add(decimalAt(args, 0), decimalAt(args, 1))),
  subtract_floats: (args) => toNumber(sub(decimalAt(args, 0), decimalAt(args, 1))),
  size_to_qty: (args) =>
    toNumber(
      sizeToQty(decimalAt(args, 0) as Money, priceAt(args, 1), sizingOptions(args, { from: 2, digits: 3 })),
    ),
  risk_to_qty: (args) =>
    toNumber(
      riskToQty(
        {
          capital: decimalAt(args, 0) as Money,
          fraction: mul(decimalAt(args, 1), PERCENT),
          entry: priceAt(args, 2),
          stop: priceAt(args, 3),
        },
        sizingOptions(args, { from: 4, digits: 8 }),
      ),
    ),
  risk_to_size: (args) =>
    toNumber(
      riskToSize({
        capital: decimalAt(args, 0) as Money,
        fraction: mul(decimalAt(args, 1), PERCENT),
        riskPerUnit: priceAt(args, 2),
        entry: priceAt(args, 3),
      }),
    ),
  limit_stop_loss: (args) =>
    toNumber(
      limitStopLoss({
        entry: priceAt(args, 0),
        stop: priceAt(args, 1),
        isLong: isLongSide(String(args[2])),
        fraction: mul(decimalAt(args, 3), PERCENT),
      }),
    ),
  estimate_risk: (args) => toNumber(abs(sub(priceAt(args, 0), priceAt(args, 1)))),
  candle_includes_price: (args) => includesPrice(candleAt(args, 0), priceAt(args, 1)),
  split_candle: (args) => splitCandle(candleAt(args, 0), priceAt(args, 1)).map(toJesseCandle),
  closed_trade: (args) => {
    const isLong = isLongSide(String(args[0]));
    const [buys, sells] = [averagePrice(fillsAt(args, 1)), averagePrice(fillsAt(args, 2))];
    const [entry, exit] = isLong ? [buys, sells] : [sells, buys];
    return {
      qty: toNumber(entry.qty),
      entry_price: toNumber(entry.price),
      exit_price: toNumber(exit.price),
      size: toNumber(notional(entry.price, entry.qty)),
      pnl: toNumber(calculateGrossPnl({ isLong, qty: entry.qty, entry: entry.price, exit: exit.price })),
    };
  },
};

/** Calls the leaf function that a case names, as in `name(arguments)`. @throws Error for an unknown one. */
export function callJesseFunction(signature: string, args: Json[]): unknown {
  const name = signature.split("(")[0]?.trim() ?? "";
  const call = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (call === undefined) throw new Error(`Unknown function "${name}".`);
  return call(args);
}

function numberOf(args: Json[], index: number, fallback?: number): number {
  const value = args[index] ?? fallback;
  if (typeof value !== "number") throw new Error(`Argument ${index} should be a number.`);
  return value;
}

function decimalAt(args: Json[], index: number, fallback?: number): Decimal {
  return fromNumber(numberOf(args, index, fallback));
}

function priceAt(args: Json[], index: number): Price {
  return decimalAt(args, index) as Price;
}

function qtyAt(args: Json[], index: number): Qty {
  return decimalAt(args, index) as Qty;
}

function tradeAt(args: Json[]) {
  const isLong = isLongSide(String(args[3]));
  return { isLong, qty: abs(qtyAt(args, 0)), entry: priceAt(args, 1), exit: priceAt(args, 2) };
}

function feeRates(rate: Decimal) {
  return { openFeeRate: rate, closeFeeRate: rate };
}

function sizingOptions(args: Json[], defaults: { from: number; digits: number }) {
  return {
    digits: numberOf(args, defaults.from, defaults.digits),
    feeRate: decimalAt(args, defaults.from + 1, 0),
  };
}

function candleAt(args: Json[], index: number): Candle {
  const value = args[index];
  if (!isObject(value)) throw new Error(`Argument ${index} should be a candle.`);
  const at = (key: string) => fromNumber(Number(value[key])) as Price;
  return { open: at("open"), high: at("high"), low: at("low"), close: at("close") };
}

function toJesseCandle(candle: Candle) {
  return {
    open: toNumber(candle.open),
    high: toNumber(candle.high),
    low: toNumber(candle.low),
    close: toNumber(candle.close),
  };
}

function fillsAt(args: Json[], index: number): { qty: Qty; price: Price }[] {
  const rows = args[index];
  if (!Array.isArray(rows)) throw new Error(`Argument ${index} should be a list of fills.`);
  return rows.map((row) => {
    const [qty, price] = Array.isArray(row) ? row : [];
    return { qty: fromNumber(Number(qty)) as Qty, price: fromNumber(Number(price)) as Price };
  });
}
