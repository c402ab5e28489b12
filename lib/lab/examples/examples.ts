import { ADX_REVERSAL } from "@/lib/lab/examples/adx-reversal";
import { ALLIGATOR_TREND } from "@/lib/lab/examples/alligator-trend";
import { BAND_REVERSION } from "@/lib/lab/examples/band-reversion";
import { DONCHIAN_BREAKOUT } from "@/lib/lab/examples/donchian-breakout";
import { RSI_PULLBACK } from "@/lib/lab/examples/rsi-pullback";
import { SMA_CROSS } from "@/lib/lab/examples/sma-cross";

/** Strategies to begin with; `timeframe` is the one that each is meant for. */
export const EXAMPLES = [
  { name: "SMA cross", timeframe: "1h", text: SMA_CROSS },
  { name: "Band reversion", timeframe: "15m", text: BAND_REVERSION },
  { name: "RSI pullback", timeframe: "1h", text: RSI_PULLBACK },
  { name: "Donchian breakout", timeframe: "1h", text: DONCHIAN_BREAKOUT },
  { name: "ADX reversal", timeframe: "15m", text: ADX_REVERSAL },
  { name: "Alligator trend", timeframe: "1h", text: ALLIGATOR_TREND },
] as const;
