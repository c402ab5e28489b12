import "server-only";
import { z } from "zod";
import { neg, parseMoney } from "@/lib/core/decimal";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";
import { type Call, loadState, senderOf } from "@/lib/v5/call";
import { LimitExceeded } from "@/lib/v5/consume-key-limit";
import { optional, text, whole } from "@/lib/v5/wire/fields";
import { badParameter, toV5Error, V5Error } from "@/lib/v5/wire/v5-error";

/** Once in a minute for each portfolio. */
const EVERY_S = 60;
const MOST = parseMoney("100000");

/** Fields of `POST /v5/account/demo-apply-money`: 0 adds, 1 removes. */
export const demoFundsSchema = z.object({
  adjustType: optional(whole),
  utaDemoApplyMoney: z
    .array(
      z.object({ coin: z.string().max(20), amountStr: text.pipe(z.string().regex(/^\d{1,7}(\.\d{1,8})?$/)) }),
    )
    .length(1),
});

/**
 * Adds or removes practice money. A cross account gets it only once the prices until now have been walked, which may
 * liquidate it.
 *
 * @throws V5Error 10006 within a minute, 10032 in a challenge, 10016 while the price path of a position lags
 */
export async function applyDemoFunds(call: Call, input: z.output<typeof demoFundsSchema>): Promise<object> {
  const [wanted] = input.utaDemoApplyMoney;
  if (wanted?.coin !== "USDT") throw badParameter("only USDT can be applied for");
  const amount = parseMoney(wanted.amountStr);
  if (amount <= 0n || amount > MOST) throw badParameter("amountStr must be above 0 and at most 100000");
  const state = await loadState(call);
  if (state.challenge !== null) throw new V5Error(10032, "A challenge's balance can't be changed.");
  await claimMinute(call);
  const signed = input.adjustType === 1 ? neg(amount) : amount;
  const command = { type: "adjust", amount: signed, note: "Applied for over the API" } as const;
  const symbols = state.positions.map(({ symbol }) => symbol);
  const result = await changePortfolio(call.portfolioId, command, symbols, senderOf(call));
  if (!result.ok) throw toV5Error(result.reason);
  return {};
}

async function claimMinute({ portfolioId, nowMs }: Call): Promise<void> {
  const isFirst = await getFailFastRedis().set(`v5-funds:${portfolioId}`, "1", { nx: true, ex: EVERY_S });
  if (isFirst === null) throw new LimitExceeded({ limit: 1, left: 0, resetMs: nowMs + EVERY_S * 1_000 });
}
