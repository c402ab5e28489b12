import "server-only";
import { formatAlert } from "@/lib/alerts/format-alert";
import { startWaiting } from "@/lib/alerts/start-waiting";
import { type AlertCondition, MAX_ALERTS } from "@/lib/core/alerts/alert";
import { insertAlert } from "@/lib/db/alerts/alerts";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { findUser } from "@/lib/db/queries/users/users";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { AppError } from "@/lib/schemas/api-error";
import type { AlertDto, CreateAlert } from "@/lib/schemas/trading/alerts";

/**
 * Makes an alert that waits from now on.
 *
 * @throws AppError `alert_limit_reached`, `alert_needs_challenge`, `email_not_verified`, `unknown_symbol`,
 * `not_found` for a portfolio of another user, `bad_request` for an end in the past
 */
export async function createAlert(userId: string, body: CreateAlert): Promise<AlertDto> {
  const { condition, expiresAt, ...choices } = body;
  await assertCondition(userId, condition);
  await assertChoices(userId, { expiresAt, byMail: choices.byMail });
  const expiresMs = expiresAt === null ? null : Date.parse(expiresAt);
  const alert = await insertAlert(userId, { condition, expiresMs, ...choices }, MAX_ALERTS);
  if (alert === null) throw limitReached();
  await startWaiting(alert);
  return formatAlert(alert);
}

/** The rejection of one alert too many. */
export function limitReached(): AppError {
  const message = `You have ${MAX_ALERTS} alerts, the most that one account may have. Delete one first.`;
  return new AppError("alert_limit_reached", message, { limit: MAX_ALERTS });
}

/** @throws AppError `bad_request` for an end in the past, `email_not_verified` for mail to an unknown mailbox */
export async function assertChoices(
  userId: string,
  choices: { expiresAt?: string | null | undefined; byMail?: boolean | undefined },
): Promise<void> {
  if (choices.expiresAt && Date.parse(choices.expiresAt) <= Date.now())
    throw new AppError("bad_request", "The alert would end in the past.", { field: "expiresAt" });
  if (choices.byMail && !(await findUser(userId))?.emailVerifiedAt)
    throw new AppError(
      "email_not_verified",
      "Verify your email first: alerts are mailed only to a verified one.",
    );
}

async function assertCondition(userId: string, condition: AlertCondition): Promise<void> {
  if ("symbol" in condition) {
    await assertKnownSymbols([condition.symbol]);
    // The tape of the symbol must be followed before the alert waits, so that no price is missed.
    if (condition.kind === "price") await followSymbols([condition.symbol]);
    return;
  }
  const { state } = await requireOwnPortfolio(userId, condition.portfolioId);
  if (condition.kind === "headroom" && state.challenge === null)
    throw new AppError("alert_needs_challenge", "Only the portfolio of a challenge has a loss limit.");
}
