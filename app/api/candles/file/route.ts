import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";
import { readPeriod } from "@/lib/lab/candles/list-periods";
import { getCandleFile } from "@/lib/market/reference/get-candle-file";
import { listInstruments } from "@/lib/market/reference/instruments";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** A file is made so long after its last candle, in ms: until then the venue may correct it. It never changes. */
const MADE_AFTER_MS = 600_000;

/** One-minute candles of a month or a day that has ended, or its marks and funding, as one file. */
export const GET = withPublic(
  MARKET_ENDPOINTS["GET /api/candles/file"],
  async ({ symbol, period, part, market }) => {
    const { MARKET_ID, MARKET_NAME } = getEnv();
    if (market !== undefined && market !== MARKET_ID) {
      throw new AppError(
        "not_found",
        `This server shows another market now: ${MARKET_NAME}. Reload the page.`,
      );
    }
    const chosen = readPeriod(period);
    if (chosen === null || chosen.toMs + MADE_AFTER_MS > Date.now()) {
      throw new AppError("not_found", `${period} is no month or day that has ended.`);
    }
    const { instruments } = await listInstruments();
    const instrument = instruments.find((one) => one.symbol === symbol);
    if (instrument === undefined || instrument.launchMs >= chosen.toMs) {
      throw new AppError("not_found", `There are no candles of ${symbol} in ${period}.`);
    }
    return {
      bytes: await getCandleFile(instrument, chosen, part),
      headers: {
        "content-type": "application/octet-stream",
        "cache-control": market === undefined ? "no-store" : "public, max-age=31536000, immutable",
      },
    };
  },
);
