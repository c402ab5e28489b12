/**
 * What only signed-in users see of the desk, as one chunk: as several, each would contain the same formulas of
 * margin and liquidation.
 */
export { AccountPanel } from "@/components/terminal/account/account-panel";
export { TradingLayer } from "@/components/terminal/chart/trading/trading-layer";
export { OrderForm } from "@/components/terminal/order/order-form";
