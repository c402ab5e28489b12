import { FULL_NAMES, QUIET_COINS, ROTATING_COINS } from "@/emulators/bybit/coin-names";
import { readUnits } from "@/emulators/bybit/prices/base-candles";
import { LIVELY_SLOTS, QUIET_SLOTS } from "@/emulators/bybit/prices/candle-path";
import { hashParts, hashUnit } from "@/emulators/bybit/prices/random";
import { type Coin, createSyntheticCandles, LISTED_MS } from "@/emulators/bybit/prices/synthetic-candles";
import { SymbolMarket } from "@/emulators/bybit/symbol-market";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/reference/default-instruments";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** One contract of the simulated venue: its filters, the market behind it, and when it may be traded. */
export type Listing = {
  instrument: InstrumentDto;
  coin: Coin;
  isLively: boolean;
  /** Position of a rotating contract in the rotation. Missing for permanent ones. */
  rotation?: number;
};

/** The venue's instrument info of a contract; `null` while it is not on any list. */
export type ListingStatus = "Trading" | "PreLaunch" | "Closed";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const ROTATION_MS = ROTATING_COINS.length * WEEK_MS;
/** Of its last week a rotating contract is closed for the first days and announced for the others. */
const ANNOUNCED_MS = 2 * DAY_MS;
/** Listing dates of the contracts that stay are spread over so long, in ms. */
const SPREAD_MS = 1_000 * DAY_MS;

/** Prices are of the listing; turnover is USDT in a quiet minute. */
const LIVELY: Coin[] = [
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

/** Prices and ticks that are odd on the real venue, too: coins that cost next to nothing, and dear ones. */
const ODD: Record<string, { price: number; tickSize: string; priceScale: number }> = {
  "1000PEPE": { price: 0.0085, tickSize: "0.0000001", priceScale: 7 },
  SHIB1000: { price: 0.0118, tickSize: "0.000001", priceScale: 6 },
  "1000000BABYDOGE": { price: 0.0004179, tickSize: "0.0000001", priceScale: 7 },
  "10000ELON": { price: 0.0000021437, tickSize: "0.0000000001", priceScale: 10 },
  "1000BTT": { price: 0.00067218, tickSize: "0.00000001", priceScale: 8 },
  MON: { price: 0.03198, tickSize: "0.000010", priceScale: 6 },
  PAXG: { price: 4_012.5, tickSize: "0.5", priceScale: 1 },
  XAUT: { price: 4_009.2, tickSize: "0.25", priceScale: 2 },
  USDC: { price: 1.0002, tickSize: "0.0001", priceScale: 4 },
};

/** The synthetic market behind a contract, from its launch on. */
export function createMarket(
  listing: Listing,
  seed: number,
  launchMs = listing.instrument.launchMs,
): SymbolMarket {
  const { tickSize, qtyStep, priceScale, symbol } = listing.instrument;
  const units = readUnits(tickSize, qtyStep, priceScale);
  const slots = listing.isLively ? LIVELY_SLOTS : QUIET_SLOTS;
  return new SymbolMarket(symbol, createSyntheticCandles(listing.coin, units, { seed, slots, launchMs }));
}

let all: ReadonlyMap<string, Listing> | null = null;

/** Every USDT contract that the simulated venue has ever had, by symbol, in the venue's alphabetical order. */
export function listListings(): ReadonlyMap<string, Listing> {
  if (all) return all;
  const listings = [
    ...LIVELY.map(buildLively),
    ...QUIET_COINS.map((baseCoin) => buildQuiet(baseCoin)),
    ...ROTATING_COINS.map((baseCoin, rotation) => ({ ...buildQuiet(baseCoin), rotation })),
  ];
  listings.sort((a, b) => (a.instrument.symbol < b.instrument.symbol ? -1 : 1));
  all = new Map(listings.map((one) => [one.instrument.symbol, one]));
  return all;
}

/** A contract listed by a switch: as the venue had it, or derived from its name. */
export function inventListing(symbol: string, launchMs: number): Listing {
  const listing = listListings().get(symbol) ?? buildQuiet(symbol.replace(/USDT$/, ""));
  const { rotation: _, ...rest } = listing;
  return { ...rest, instrument: { ...listing.instrument, launchMs } };
}

/** A contract of a recording that the venue never had: with Bitcoin's filters, and moving like it before. */
export function toRecordedListing(symbol: string): Listing {
  const known = listListings().get(symbol);
  if (known) return known;
  const [btc] = LIVELY;
  if (!btc) throw new Error("There are no coins.");
  const { instrument, coin } = buildLively(btc);
  const baseCoin = symbol.replace(/USDT$/, "");
  return {
    instrument: { ...instrument, symbol, baseCoin, name: "" },
    coin: { ...coin, symbol },
    isLively: true,
  };
}

/** The venue's info of a contract at this instant, and since when it has been listed, in ms. */
export function findStatus(listing: Listing, nowMs: number): { status: ListingStatus; launchMs: number } {
  const { rotation, instrument } = listing;
  if (rotation === undefined) {
    const status = nowMs < instrument.launchMs ? "PreLaunch" : "Trading";
    return { status, launchMs: instrument.launchMs };
  }
  const shiftedMs = nowMs - LISTED_MS + rotation * WEEK_MS;
  const round = Math.floor(shiftedMs / ROTATION_MS);
  const launchMs = LISTED_MS + round * ROTATION_MS - rotation * WEEK_MS;
  const leftMs = launchMs + ROTATION_MS - nowMs;
  if (leftMs <= ANNOUNCED_MS) return { status: "PreLaunch", launchMs: launchMs + ROTATION_MS };
  return { status: leftMs <= WEEK_MS ? "Closed" : "Trading", launchMs };
}

function buildLively(coin: Coin): Listing {
  const instrument = DEFAULT_INSTRUMENTS.find(({ symbol }) => symbol === coin.symbol);
  if (!instrument) throw new Error(`${coin.symbol} is not in the shipped set of instruments.`);
  return { instrument, coin, isLively: true };
}

/** Filters and market of a contract, drawn from its name: the same ones each time. */
function buildQuiet(baseCoin: string): Listing {
  const symbol = `${baseCoin}USDT`;
  const seed = hashParts("listing", baseCoin);
  const draw = (index: number) => hashUnit(seed, index);
  const odd = ODD[baseCoin];
  const price = odd?.price ?? 10 ** (-3.5 + 5.5 * draw(1));
  const { tickSize, priceScale } = odd ?? findTick(price, draw(2));
  const leverages = ["12.5", "25", "25", "50", "50", "75"];
  const minutes = [240, 240, 240, 480, 480, 60];
  const step = 10 ** Math.round(Math.log10(0.7 / price));
  const qtyStep = step >= 1 ? String(step) : step.toFixed(Math.round(-Math.log10(step)));
  const maxQty = step * 2_500_000;
  const launchMs = LISTED_MS + Math.floor(draw(6) ** 2 * (SPREAD_MS / DAY_MS)) * DAY_MS;
  return {
    isLively: false,
    coin: {
      symbol,
      price,
      dailyVol: baseCoin === "USDC" ? 0.0004 : 0.03 + 0.05 * draw(3),
      beta: baseCoin === "USDC" ? 0 : 0.6 + 0.4 * draw(4),
      minuteTurnover: 10 ** (2.6 + 2 * draw(5)),
    },
    instrument: {
      symbol,
      baseCoin,
      quoteCoin: "USDT",
      name: FULL_NAMES[baseCoin] ?? "",
      status: "Trading",
      priceScale,
      tickSize,
      qtyStep,
      minOrderQty: qtyStep,
      maxOrderQty: String(Math.max(1, Math.round(maxQty))),
      maxMarketQty: String(Math.max(1, Math.round(maxQty / 5))),
      minNotional: "5",
      maxLeverage: leverages[Math.floor(draw(7) * leverages.length)] ?? "25",
      fundingMinutes: minutes[Math.floor(draw(8) * minutes.length)] ?? 480,
      launchMs,
    },
  };
}

/** A tick of some ten-thousandth of the price: mostly a power of ten, now and then a half or a fifth of one. */
function findTick(price: number, draw: number): { tickSize: string; priceScale: number } {
  const exponent = Math.max(0, 4 - Math.floor(Math.log10(price)) - 1);
  const digit = draw < 0.8 ? 1 : draw < 0.93 ? 5 : 2;
  const priceScale = exponent + (digit === 1 ? 0 : 1);
  return {
    tickSize: (digit === 1 ? 10 ** -exponent : digit * 10 ** -priceScale).toFixed(priceScale),
    priceScale,
  };
}
