import { runIngest } from "@/lib/market/ingest/run-ingest";
import { symbolsOfShard } from "@/lib/market/ingest/shards";
import { FAST_TIMING } from "@/tests/faults/market-fixture";

/** Leads one shard of the feed in a process of its own, which a test can kill. */
const [index = "0", count = "1"] = process.argv.slice(2);
const shard = { index: Number(index), count: Number(count) };
const { BYBIT_WS_URL = "", MARKET_SYMBOLS = "" } = process.env;

void runIngest({
  owner: `worker-${index}`,
  wsUrl: BYBIT_WS_URL,
  shard,
  symbols: symbolsOfShard(MARKET_SYMBOLS.split(","), shard),
  runMs: 3_600_000,
  timing: FAST_TIMING,
});
