import { withAdmin } from "@/lib/http/route/with-admin";
import { settleSymbolSchema } from "@/lib/schemas/admin";
import { settleByOperator } from "@/lib/trading/price-path/settle-by-operator";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** Settles a symbol that is closed or halted: its orders are cancelled, its positions closed at one price. */
export const POST = withAdmin({ body: settleSymbolSchema }, async ({ user, body }) => ({
  body: await settleByOperator(user.id, body),
}));
