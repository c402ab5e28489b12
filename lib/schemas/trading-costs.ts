/** `GET /api/instruments/costs`: fees as fractions of the value, tiers ascending by position value. */
export type TradingCosts = {
  symbol: string;
  makerRate: string;
  takerRate: string;
  tiers: { limit: string; maintenanceRate: string; maxLeverage: string }[];
};
