import { z } from "zod";
import {
  ANNOUNCEMENT_AUDIENCES,
  ANNOUNCEMENT_LEVELS,
  PAGE_KINDS,
  USER_ROLES,
} from "@/lib/core/account-terms";
import { FEATURE_FLAG_NAMES } from "@/lib/core/feature-flags";
import { newRulebookSchema } from "@/lib/schemas/challenge/own-rules";

/** Requests of operators. Every write has a reason, which is recorded in the audit log. */
const reason = z.string().trim().min(3, "must say why").max(500);

export const SWITCH_NAME = /^(read-only|registration-closed|(halt|allow-exits):(\*|[A-Z0-9]{2,30}))$/;

/** Body of `PUT /api/admin/switches`. */
export const setSwitchSchema = z.strictObject({
  name: z
    .string()
    .regex(
      SWITCH_NAME,
      "must be read-only, registration-closed, or halt: or allow-exits: before * or a symbol",
    ),
  on: z.boolean(),
  reason,
});

/** Body of `PUT /api/admin/flags`: `users` are ids or verified e-mails. */
export const setFlagSchema = z.strictObject({
  name: z.enum(FEATURE_FLAG_NAMES),
  percent: z.number().int().min(0).max(100),
  users: z.array(z.string().trim().min(1).max(254)).max(200),
  reason,
});
export type SetFlagBody = z.output<typeof setFlagSchema>;

/** Body of `PUT /api/admin/plans`: a free plan; `id` is null for a new one. */
export const setPlanSchema = z.strictObject({
  id: z.string().max(64).nullable(),
  rules: newRulebookSchema,
  summary: z.string().trim().min(3).max(200),
  isOffered: z.boolean(),
  reason,
});
export type SetPlanBody = z.output<typeof setPlanSchema>;

/** For how many days the figures of the service are shown. */
export const FIGURE_DAYS = [30, 90, 365] as const;
/** Query of `GET /api/admin/figures.csv` and of the page. */
export const figuresQuerySchema = z.object({
  days: z.coerce
    .number()
    .default(30)
    .pipe(z.union(FIGURE_DAYS.map((days) => z.literal(days)))),
});
/** The figures of one day (UTC). `revenue` in the currency's subunit. */
export type DailyFigures = {
  day: string;
  signUps: number;
  /** Users with a fill. */
  traders: number;
  orders: number;
  revenue: number;
  /** Challenges that ended. */
  passed: number;
  failed: number;
};

const symbol = z.string().regex(/^[A-Z0-9]{2,30}$/, "must be a symbol");

/** Body of `POST /api/admin/cancellations`. */
export const cancelHaltedSchema = z.strictObject({ symbol, reason });

/** Body of `POST /api/admin/settlements`; without a price, positions are closed at the last mark. */
export const settleSymbolSchema = z.strictObject({
  symbol,
  price: z
    .string()
    .regex(/^(?!0+(\.0+)?$)\d{1,12}(\.\d{1,18})?$/, "must be a price above zero")
    .optional(),
  reason,
});

const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens");

/** Body of `PUT /api/admin/pages/[slug]`. The body is Markdown. */
export const savePageSchema = z.strictObject({
  kind: z.enum(PAGE_KINDS).default("page"),
  title: z.string().trim().min(1).max(120),
  description: z.string().trim().max(200).default(""),
  body: z.string().max(50_000),
  published: z.boolean(),
  resolved: z.boolean().default(false),
  reason,
});
export type SavePageBody = z.output<typeof savePageSchema>;

export const slugParamsSchema = z.object({ slug });
export const idParamsSchema = z.object({ id: z.string().min(1).max(64) });
export const reasonSchema = z.strictObject({ reason });

/** Body of `POST /api/admin/announcements`. */
export const announceSchema = z.strictObject({
  level: z.enum(ANNOUNCEMENT_LEVELS),
  audience: z.enum(ANNOUNCEMENT_AUDIENCES),
  text: z.string().trim().min(1).max(500),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  reason,
});
export type AnnounceBody = z.output<typeof announceSchema>;

/** Body of `POST /api/admin/users/[id]/ban`. */
export const banSchema = z.strictObject({ banned: z.boolean(), reason });

/** Body of `POST /api/admin/users/[id]/role`. */
export const roleSchema = z.strictObject({ role: z.enum(USER_ROLES), reason });

/** Body of `POST /api/admin/users/[id]/grants`: a product for a number of days; a challenge has no days. */
export const grantSchema = z.strictObject({
  product: z.string().max(64),
  days: z.number().int().min(1).max(3_650).nullable(),
  reason,
});

/** Body of `POST /api/admin/review/[id]`. */
export const resolveReviewSchema = z.strictObject({ resolution: z.enum(["dismissed", "acted"]), reason });

/** Query of the lists: newest first, paged by the cursor of the previous response. */
export const adminListSchema = z.object({
  search: z.string().max(200).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AdminListQuery = z.output<typeof adminListSchema>;
