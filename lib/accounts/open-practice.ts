import "server-only";
import { createHash } from "node:crypto";
import { parseDecimal, parseMoney } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { FIRST_LEVERAGE, STANDARD_OPENING } from "@/lib/core/opening";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";

/** Opens the practice portfolio that every user has. Idempotent. */
export async function openPractice(userId: string, nowMs = Date.now()): Promise<void> {
  await openPortfolio({
    id: practiceIdOf(userId),
    userId,
    name: "Practice",
    kind: "PRACTICE",
    marginMode: "isolated",
    opening: parseMoney(STANDARD_OPENING),
    leverage: parseDecimal(FIRST_LEVERAGE),
    rules: BYBIT,
    nowMs,
  });
}

/** Id of a user's first practice portfolio. */
export function practiceIdOf(userId: string): string {
  return `p_${createHash("sha256").update(`practice:${userId}`).digest("hex").slice(0, 24)}`;
}
