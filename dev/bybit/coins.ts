import { readUnits } from "@/dev/bybit/base-candles";
import { SymbolMarket } from "@/dev/bybit/symbol-market";
import { type Coin, createSyntheticCandles } from "@/dev/bybit/synthetic-candles";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/default-instruments";
import type { Instrument } from "@/lib/schemas/market";

/** Prices are of the listing in November 2023; turnover is USDT in a quiet minute. */
const COINS: Coin[] = [
  { symbol: "BTCUSDT", price: 62_000, dailyVol: 0.024, beta: 1, minuteTurnover: 2_400_000 },
  { symbol: "ETHUSDT", price: 3_050, dailyVol: 0.031, beta: 1, minuteTurnover: 1_500_000 },
  { symbol: "SOLUSDT", price: 142, dailyVol: 0.04, beta: 0.95, minuteTurnover: 600_000 },
  { symbol: "BNBUSDT", price: 580, dailyVol: 0.026, beta: 0.8, minuteTurnover: 120_000 },
  { symbol: "XRPUSDT", price: 0.92, dailyVol: 0.035, beta: 0.75, minuteTurnover: 300_000 },
  { symbol: "DOGEUSDT", price: 0.164, dailyVol: 0.042, beta: 0.85, minuteTurnover: 220_000 },
  { symbol: "ADAUSDT", price: 0.61, dailyVol: 0.037, beta: 0.85, minuteTurnover: 90_000 },
  { symbol: "LINKUSDT", price: 14.6, dailyVol: 0.038, beta: 0.85, minuteTurnover: 80_000 },
  { symbol: "AVAXUSDT", price: 31.4, dailyVol: 0.041, beta: 0.9, minuteTurnover: 70_000 },
  { symbol: "LTCUSDT", price: 86.5, dailyVol: 0.03, beta: 0.75, minuteTurnover: 60_000 },
];

/** What is known of a symbol without asking anybody; recordings may name symbols that are not in the set. */
export function describeSymbol(symbol: string): Instrument {
  const known = DEFAULT_INSTRUMENTS.find((one) => one.symbol === symbol);
  const [btc] = DEFAULT_INSTRUMENTS;
  if (known) return known;
  if (!btc) throw new Error("The shipped instrument set is empty.");
  return { ...btc, symbol, baseCoin: symbol.replace(/USDT$/, "") };
}

/** The invented markets of these symbols; all ten when none are named. */
export function createSyntheticMarkets(seed: number, symbols?: readonly string[]): SymbolMarket[] {
  const chosen = COINS.filter((coin) => !symbols || symbols.includes(coin.symbol));
  return chosen.map((coin) => inventMarket(coin, seed));
}

/** The invented market of one symbol; one that is not among the ten moves like Bitcoin. */
export function createSyntheticMarket(symbol: string, seed: number): SymbolMarket {
  const coin = COINS.find((one) => one.symbol === symbol);
  const [btc] = COINS;
  if (!coin && !btc) throw new Error("There are no coins.");
  return inventMarket((coin ?? { ...btc, symbol }) as Coin, seed);
}

function inventMarket(coin: Coin, seed: number): SymbolMarket {
  const { tickSize, qtyStep, priceScale } = describeSymbol(coin.symbol);
  const units = readUnits(tickSize, qtyStep, priceScale);
  return new SymbolMarket(coin.symbol, createSyntheticCandles(coin, units, seed));
}
