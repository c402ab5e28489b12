import type { InstrumentDto } from "@/lib/schemas/market/market";

type Row = [
  base: string,
  name: string,
  priceScale: number,
  tickSize: string,
  qtyStep: string,
  maxOrderQty: string,
  maxMarketQty: string,
  maxLeverage: string,
  launched: string,
];

/**
 * BTCUSDT as recorded from the venue on 2026-10-05, the others from its documentation and earlier responses.
 * Minimum quantity is the step and minimum notional 5 USDT for all of them.
 */
const ROWS: Row[] = [
  ["BTC", "Bitcoin", 2, "0.1", "0.001", "1500", "150", "150", "2020-03-15"],
  ["ETH", "Ethereum", 2, "0.01", "0.01", "8000", "4000", "100", "2020-10-21"],
  ["SOL", "Solana", 3, "0.01", "0.1", "80000", "16000", "100", "2021-06-29"],
  ["BNB", "BNB", 2, "0.1", "0.01", "6000", "2600", "75", "2021-06-29"],
  ["XRP", "XRP", 4, "0.0001", "0.1", "2500000", "600000", "75", "2021-05-13"],
  ["DOGE", "Dogecoin", 5, "0.00001", "1", "14000000", "4000000", "75", "2021-06-02"],
  ["ADA", "Cardano", 4, "0.0001", "1", "2200000", "500000", "75", "2021-01-15"],
  ["LINK", "Chainlink", 3, "0.001", "0.1", "180000", "45000", "75", "2021-01-15"],
  ["AVAX", "Avalanche", 3, "0.001", "0.1", "160000", "40000", "75", "2021-09-15"],
  ["LTC", "Litecoin", 2, "0.01", "0.1", "40000", "10000", "75", "2021-01-15"],
];

/** Instruments that are used before the venue has first responded, dated 2026-10-05. */
export const DEFAULT_INSTRUMENTS: InstrumentDto[] = ROWS.map(
  ([baseCoin, name, priceScale, tickSize, qtyStep, maxOrderQty, maxMarketQty, maxLeverage, launched]) => ({
    symbol: `${baseCoin}USDT`,
    baseCoin,
    quoteCoin: "USDT",
    name,
    status: "Trading",
    priceScale,
    tickSize,
    qtyStep,
    minOrderQty: qtyStep,
    maxOrderQty,
    maxMarketQty,
    minNotional: "5",
    maxLeverage,
    fundingMinutes: 480,
    launchMs: Date.parse(launched),
  }),
);
