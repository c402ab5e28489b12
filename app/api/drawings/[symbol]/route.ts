import { findDrawings, saveDrawings } from "@/lib/db/queries/drawings";
import { withUser } from "@/lib/http/route/with-user";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";
import { drawingsSchema } from "@/lib/schemas/drawings";
import { symbolParamsSchema } from "@/lib/schemas/trading";

export const dynamic = "force-dynamic";

/** The user's drawings on the chart of a symbol. */
export const GET = withUser({ params: symbolParamsSchema }, async ({ user, params }) => ({
  body: { drawings: await findDrawings({ userId: user.id, symbol: params.symbol }) },
}));

/** Replaces the user's saved drawings. */
export const PUT = withUser(
  { params: symbolParamsSchema, body: drawingsSchema },
  async ({ user, params, body }) => {
    await assertKnownSymbols([params.symbol]);
    await saveDrawings({ userId: user.id, symbol: params.symbol }, body);
    return { body };
  },
);
