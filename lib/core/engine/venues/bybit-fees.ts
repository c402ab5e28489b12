import { parseDecimal } from "@/lib/core/decimal";

/** The venue's fees for an account without a volume discount, as fractions of the notional. */
export const BYBIT_FEES = { maker: parseDecimal("0.0002"), taker: parseDecimal("0.00055") } as const;
