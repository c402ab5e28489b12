import pg from "pg";
import { expect, it } from "vitest";
import {
  ANNOUNCEMENT_AUDIENCES,
  ANNOUNCEMENT_LEVELS,
  CANCELLATION_REASONS,
  MAIL_KINDS,
  PAGE_KINDS,
  PAYMENT_STATUSES,
  USER_ROLES,
} from "@/lib/core/account-terms";
import { ALERT_KINDS, ALERT_STATUSES } from "@/lib/core/alerts/alert";
import { CHALLENGE_STATUSES } from "@/lib/core/challenge/challenge-records";
import {
  LIQUIDITIES,
  ORDER_KINDS,
  ORDER_PURPOSES,
  SIDES,
  TIMES_IN_FORCE,
  TRIGGER_PRICES,
} from "@/lib/core/engine/orders/order";
import { ORDER_STATUSES } from "@/lib/core/engine/orders/order-status";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { MARGIN_MODES, MARKET_CATEGORIES, PORTFOLIO_KINDS } from "@/lib/core/engine/state/state";
import { EXIT_REASONS } from "@/lib/core/journal/journal-record";
import { LEGAL_DOCUMENTS } from "@/lib/core/legal-documents";
import { PRICE_RANGE_RESOLUTIONS } from "@/lib/db/market/price-ranges";
import { IMPORT_STATUSES } from "@/lib/schemas/imports";
import { createTestDatabase } from "@/tests/support/create-test-database";

/** The enumeration behind each constraint that lists values. */
const ENUMERATIONS: Record<string, readonly string[]> = {
  User_role: USER_ROLES,
  Portfolio_kind: PORTFOLIO_KINDS,
  Portfolio_market: MARKET_CATEGORIES,
  Portfolio_marginMode: MARGIN_MODES,
  Order_side: SIDES,
  Order_kind: ORDER_KINDS,
  Order_timeInForce: TIMES_IN_FORCE,
  Order_purpose: ORDER_PURPOSES,
  Order_trigger: TRIGGER_PRICES,
  Order_status: ORDER_STATUSES,
  Trade_side: SIDES,
  Trade_liquidity: LIQUIDITIES,
  Challenge_status: CHALLENGE_STATUSES,
  ChallengePhase_status: CHALLENGE_STATUSES,
  JournalEntry_side: POSITION_SIDES,
  JournalEntry_reason: EXIT_REASONS,
  PriceRange_range: PRICE_RANGE_RESOLUTIONS,
  PriceJump_side: SIDES,
  Payment_status_check: PAYMENT_STATUSES,
  CmsPage_kind_check: PAGE_KINDS,
  Alert_kind_check: ALERT_KINDS,
  Alert_status_check: ALERT_STATUSES,
  TradeImport_status: IMPORT_STATUSES,
  Consent_document_check: LEGAL_DOCUMENTS,
  QueuedMail_kind: MAIL_KINDS,
  Subscription_cancelReason: CANCELLATION_REASONS,
  Announcement_level_check: ANNOUNCEMENT_LEVELS,
  Announcement_audience_check: ANNOUNCEMENT_AUDIENCES,
};

/** The values of `= ANY (ARRAY[…])`, or of a `CASE` that ends in `ELSE false`. */
function listValues(definition: string): string[] | null {
  const list = /= ANY \(ARRAY\[([^\]]*)\]/.exec(definition)?.[1];
  const cases = /^CHECK \(\s*CASE .* ELSE false\s+END\)$/s.test(definition) ? definition : undefined;
  const text = list ?? cases;
  if (text === undefined) return null;
  const pattern = list === undefined ? /WHEN '([^']*)'::text/g : /'([^']*)'::text/g;
  return [...text.matchAll(pattern)].map(([, value = ""]) => value);
}

it("each CHECK constraint that lists values lists those of its enumeration, and there is no other", async () => {
  const client = new pg.Client({ connectionString: await createTestDatabase() });
  await client.connect();
  const { rows } = await client
    .query<{ name: string; definition: string }>(
      `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE contype = 'c' AND connamespace = 'public'::regnamespace`,
    )
    .finally(() => client.end());
  const listed = rows.flatMap(({ name, definition }) => {
    const values = listValues(definition);
    return values === null ? [] : [[name, values.sort()] as const];
  });
  const expected = Object.entries(ENUMERATIONS).map(([name, values]) => [name, [...values].sort()]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(expected));
});
