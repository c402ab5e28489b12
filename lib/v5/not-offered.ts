/**
 * Calls of the venue that clients make and that have nothing to answer here: reads give empty lists, so that a client which
 * asks for them while it starts goes on; writes are rejected. Other markets and money that can't be moved.
 */

/** Reads of market data, without a key. */
export const EMPTY_MARKET_READS = [
  "account-ratio",
  "adlAlert",
  "delivery-price",
  "fee-group-info",
  "historical-volatility",
  "index-price-components",
  "insurance",
  "new-delivery-price",
  "open-interest",
  "premium-index-price-kline",
] as const;

/** Reads with a key. */
export const EMPTY_READS = [
  "account/borrow-history",
  "account/collateral-info",
  "account/contract-transaction-log",
  "account/mmp-state",
  "account/option-asset-info",
  "account/smp-group",
  "asset/coin-greeks",
  "asset/delivery-record",
  "asset/deposit/query-address",
  "asset/deposit/query-internal-record",
  "asset/deposit/query-record",
  "asset/exchange/order-record",
  "asset/exchange/query-coin-list",
  "asset/exchange/query-convert-history",
  "asset/settlement-record",
  "asset/transfer/query-account-coins-balance",
  "asset/transfer/query-inter-transfer-list",
  "asset/transfer/query-universal-transfer-list",
  "asset/withdraw/query-record",
  "position/get-closed-positions",
  "position/move-history",
  "user/query-sub-members",
] as const;

/** Writes, each with what it would do. */
export const REJECTED_WRITES = {
  "account/mmp-modify": "Market maker protection",
  "account/set-collateral-switch": "Collateral",
  "account/set-hedging-mode": "Spot hedging",
  "account/upgrade-to-uta": "Upgrading the account",
  "asset/transfer/inter-transfer": "Moving money",
  "asset/transfer/universal-transfer": "Moving money",
  "asset/withdraw/create": "Withdrawing",
  "position/confirm-pending-mmr": "Confirming a risk limit",
  "position/move-positions": "Moving positions",
  "position/set-auto-add-margin": "Adding margin automatically",
  "position/set-risk-limit": "Choosing a risk limit",
  "position/set-tpsl-mode": "A mode of stops for a symbol",
} as const;
