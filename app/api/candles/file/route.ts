import { promisify } from "node:util";
import { brotliDecompress, gzip } from "node:zlib";
import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";
import { readPeriod } from "@/lib/lab/candles/list-periods";
import { getCandleFile } from "@/lib/market/reference/get-candle-file";
import { listInstruments } from "@/lib/market/reference/instruments";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** The venue may correct a candle for so long after its close, in ms. */
const CORRECTED_FOR_MS = 600_000;

/** One-minute candles of a month or a day that has ended, as one file. */
export const GET = withPublic(
  MARKET_ENDPOINTS["GET /api/candles/file"],
  async ({ symbol, period, market }, request) => {
    const { MARKET_ID, MARKET_NAME } = getEnv();
    if (market !== undefined && market !== MARKET_ID) {
      throw new AppError(
        "not_found",
        `This server shows another market now: ${MARKET_NAME}. Reload the page.`,
      );
    }
    const chosen = readPeriod(period);
    if (chosen === null || chosen.toMs + CORRECTED_FOR_MS > Date.now()) {
      throw new AppError("not_found", `${period} is no month or day that has ended.`);
    }
    const { instruments } = await listInstruments();
    const instrument = instruments.find((one) => one.symbol === symbol);
    if (instrument === undefined || instrument.launchMs >= chosen.toMs) {
      throw new AppError("not_found", `There are no candles of ${symbol} in ${period}.`);
    }
    const packed = await getCandleFile(instrument, chosen);
    // Browsers accept brotli over https alone.
    const isBrotli = request.headers.get("accept-encoding")?.includes("br") ?? false;
    return {
      bytes: isBrotli ? packed : await repack(packed),
      headers: {
        "content-type": "application/octet-stream",
        "content-encoding": isBrotli ? "br" : "gzip",
        vary: "accept-encoding",
        "cache-control": market === undefined ? "no-store" : "public, max-age=31536000, immutable",
      },
    };
  },
);

async function repack(packed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await promisify(brotliDecompress)(packed);
  return new Uint8Array(await promisify(gzip)(bytes));
}
