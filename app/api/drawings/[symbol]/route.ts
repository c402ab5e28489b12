import { findDrawings, saveDrawings } from "@/lib/db/queries/users/drawings";
import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";

export const dynamic = "force-dynamic";

/** The user's drawings on the chart of a symbol. */
export const GET = withUser(MARKET_ENDPOINTS["GET /api/drawings/[symbol]"], async ({ user, params }) => ({
  body: { drawings: await findDrawings({ userId: user.id, symbol: params.symbol }) },
}));

/** Replaces the user's saved drawings. */
export const PUT = withUser(
  MARKET_ENDPOINTS["PUT /api/drawings/[symbol]"],
  async ({ user, params, body }) => {
    await assertKnownSymbols([params.symbol]);
    await saveDrawings({ userId: user.id, symbol: params.symbol }, body);
    return { body };
  },
);
