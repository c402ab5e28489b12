import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { readMarketFigures } from "@/lib/market/reference/read-market-figures";

export const dynamic = "force-dynamic";

/** Price, 24 h change, turnover and funding of every market, by which lists are sorted. */
export const GET = withPublic(MARKET_ENDPOINTS["GET /api/markets"], async () => ({
  text: await readMarketFigures(),
  headers: { "content-type": "application/json", "cache-control": "public, s-maxage=2" },
}));
