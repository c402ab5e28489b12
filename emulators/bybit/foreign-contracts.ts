/** A contract of the linear list that is no USDT perpetual, with its distinguishing fields. */
type ForeignContract = { symbol: string; contractType: string; quoteCoin: string; status: string } & Record<
  string,
  unknown
>;

type Row = [
  symbol: string,
  base: string,
  contractType: string,
  quote: string,
  scale: number,
  tick: string,
  step: string,
];

const ROWS: Row[] = [
  ["1000BONKPERP", "1000BONK", "LinearPerpetual", "USDC", 6, "0.000001", "10"],
  ["BTC-25DEC26", "BTC", "LinearFutures", "USDC", 2, "0.50", "0.001"],
  ["BTCPERP", "BTC", "LinearPerpetual", "USDC", 2, "0.10", "0.001"],
  ["BTCUSDT-25DEC26", "BTC", "LinearFutures", "USDT", 1, "0.1", "0.001"],
  ["BTCUSDT-26MAR27", "BTC", "LinearFutures", "USDT", 1, "0.1", "0.001"],
  ["ETH-25DEC26", "ETH", "LinearFutures", "USDC", 2, "0.05", "0.01"],
  ["ETHPERP", "ETH", "LinearPerpetual", "USDC", 2, "0.01", "0.01"],
  ["ETHUSDT-25DEC26", "ETH", "LinearFutures", "USDT", 2, "0.01", "0.01"],
  ["SOLPERP", "SOL", "LinearPerpetual", "USDC", 3, "0.01", "0.1"],
  ["XRPPERP", "XRP", "LinearPerpetual", "USDC", 4, "0.0001", "0.1"],
];

/**
 * The contracts of the venue's linear list beside USDT perpetuals: dated contracts and those quoted in USDC.
 */
export const FOREIGN_CONTRACTS: readonly ForeignContract[] = ROWS.map(
  ([symbol, baseCoin, contractType, quoteCoin, scale, tickSize, qtyStep]) => ({
    symbol,
    contractType,
    status: "Trading",
    baseCoin,
    quoteCoin,
    launchTime: "1732783376000",
    deliveryTime: contractType === "LinearFutures" ? "1798185600000" : "0",
    deliveryFeeRate: contractType === "LinearFutures" ? "0.0005" : "",
    priceScale: String(scale),
    leverageFilter: { minLeverage: "1", maxLeverage: "50.00", leverageStep: "0.01" },
    priceFilter: { minPrice: tickSize, maxPrice: "1999999.8", tickSize },
    lotSizeFilter: {
      maxOrderQty: "1000",
      minOrderQty: qtyStep,
      qtyStep,
      postOnlyMaxOrderQty: "1000",
      maxMktOrderQty: "200",
      minNotionalValue: "5",
    },
    unifiedMarginTrade: true,
    fundingInterval: contractType === "LinearFutures" ? 0 : 480,
    settleCoin: quoteCoin,
    copyTrading: "none",
    upperFundingRate: "0.005",
    lowerFundingRate: "-0.005",
    isPreListing: false,
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: "0.15", priceLimitRatioY: "0.3" },
    displayName: symbol,
    symbolType: "",
    fullName: baseCoin,
    marketRegion: "",
    underlyingTicker: "",
    tags: [],
  }),
);
