import "server-only";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import type { Sender } from "@/lib/trading/portfolio/command-portfolio";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** A call with a valid key. The portfolio follows from the key alone. */
export type Call = {
  key: CalledKey;
  portfolioId: string;
  userId: string;
  nowMs: number;
  /** Does work after the response. */
  later: (work: () => Promise<void>) => void;
};

/** The sender of a call's commands. */
export function senderOf({ userId }: Pick<Call, "userId">): Sender {
  return { ownerId: userId, isByProgram: true };
}

/** A result with `retExtInfo`, which batches have. */
export class ExtendedResult {
  constructor(
    readonly result: object,
    readonly extension: object,
  ) {}
}

/** The current state of the key's portfolio. @throws V5Error 10003 when it is no longer the user's */
export async function loadState(call: Pick<Call, "portfolioId" | "userId">): Promise<PortfolioState> {
  const stored = await loadPortfolio(call.portfolioId);
  if (stored?.userId !== call.userId) throw new V5Error(10003, "API key is invalid.");
  return stored.state;
}
