import { parseDecimal } from "@/lib/core/decimal";

/** The venue's step of leverage, the same for all its USDT perpetuals. */
export const BYBIT_LEVERAGE_STEP = parseDecimal("0.01");
