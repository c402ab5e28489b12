import { fetchCandlePage } from "@/lib/client/api/market-api";
import { CandleFeed } from "@/lib/client/chart/candle-feed";
import { getTickStore } from "@/lib/client/market/tick-store";

type Options = Omit<ConstructorParameters<typeof CandleFeed>[0], "fetchPage">;

/** The candles of one symbol and interval, from the API and then live. The first load is the caller's. */
export function followCandles(options: Options): { feed: CandleFeed; stop: () => void } {
  const feed = new CandleFeed({ ...options, fetchPage: fetchCandlePage });
  const store = getTickStore();
  const unsubscribe = store.subscribe("tick", options.symbol, () => {
    const tick = store.readTick(options.symbol);
    if (tick) feed.applyTick(tick);
  });
  return {
    feed,
    stop: () => {
      feed.dispose();
      unsubscribe();
    },
  };
}
