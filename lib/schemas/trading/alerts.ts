import { z } from "zod";
import {
  ALERT_DIRECTIONS,
  ALERT_INDICATORS,
  ALERT_KINDS,
  ALERT_STATUSES,
  MOVE_WINDOWS,
} from "@/lib/core/alerts/alert";
import { INTERVALS } from "@/lib/core/candle-interval";

/** Requests and responses about alerts. Decimals are text, instants ISO 8601 UTC. */

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, "must be a plain decimal number");
const positive = decimal.refine((text) => Number(text) > 0, "must be above zero");
const percent = positive.refine((text) => Number(text) <= 100, "must be at most 100");
const symbol = z.string().regex(/^[A-Z0-9]{2,30}$/, "must be a symbol such as BTCUSDT");
const portfolioId = z.string().min(1).max(64);
const direction = z.enum(ALERT_DIRECTIONS);

/** What an alert waits for; see `AlertCondition`. */
export const alertConditionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("price"), symbol, level: positive, direction }),
  z.strictObject({
    kind: z.literal("move"),
    symbol,
    percent,
    windowMinutes: z.union(MOVE_WINDOWS.map((minutes) => z.literal(minutes))),
    direction,
  }),
  z
    .strictObject({
      kind: z.literal("indicator"),
      symbol,
      interval: z.enum(INTERVALS),
      indicator: z.enum(ALERT_INDICATORS),
      length: z.number().int().min(2).max(200),
      level: positive.refine((text) => Number(text) < 100, "must be below 100").nullable(),
      direction,
    })
    .refine(({ indicator, level }) => (indicator === "rsi") === (level !== null), {
      path: ["level"],
      message: "is needed for the RSI, and for it alone",
    }),
  z.strictObject({ kind: z.literal("liquidation"), portfolioId, percent }),
  z.strictObject({ kind: z.literal("headroom"), portfolioId, amount: positive }),
  z.strictObject({ kind: z.literal("funding"), portfolioId, minutes: z.number().int().min(1).max(60) }),
  z.strictObject({ kind: z.literal("fill"), portfolioId }),
]);

const choices = {
  isRepeating: z.boolean(),
  /** Null for an alert without an end. */
  expiresAt: z.iso.datetime().nullable(),
  byPush: z.boolean(),
  byMail: z.boolean(),
  note: z.string().trim().max(200),
};

/** Body of `POST /api/alerts`. */
export const createAlertSchema = z.strictObject({
  condition: alertConditionSchema,
  isRepeating: choices.isRepeating.default(false),
  expiresAt: choices.expiresAt.default(null),
  byPush: choices.byPush.default(true),
  byMail: choices.byMail.default(false),
  note: choices.note.default(""),
});
/** A request as a client sends it. */
export type CreateAlertBody = z.input<typeof createAlertSchema>;
export type CreateAlert = z.output<typeof createAlertSchema>;

/** Body of `PATCH /api/alerts/[id]`: `level` moves a price alert, `isActive` pauses or starts it again. */
export const changeAlertSchema = z
  .strictObject({ ...choices, isActive: z.boolean(), level: positive })
  .partial()
  .refine((body) => Object.values(body).some((value) => value !== undefined), "must change something");
export type ChangeAlertBody = z.input<typeof changeAlertSchema>;
export type ChangeAlert = z.output<typeof changeAlertSchema>;

/** Path parameters of `/api/alerts/[id]`. */
export const alertIdSchema = z.strictObject({ id: z.uuid() });

/** An alert of the signed-in user. */
export const alertSchema = z.object({
  id: z.string(),
  condition: alertConditionSchema,
  status: z.enum(ALERT_STATUSES),
  ...choices,
  fired: z.number().int(),
  firedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type AlertDto = z.infer<typeof alertSchema>;
export const alertsSchema = z.object({ alerts: z.array(alertSchema) });

/** One firing of an alert, as listed and as sent on the stream. */
export const notificationSchema = z.object({
  id: z.string(),
  alertId: z.string(),
  kind: z.enum(ALERT_KINDS),
  symbol: z.string().nullable(),
  title: z.string(),
  detail: z.string(),
  firedAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  isRead: z.boolean(),
});
export type NotificationDto = z.infer<typeof notificationSchema>;

/** Query of `GET /api/notifications`: those created before an instant. */
export const notificationsQuerySchema = z.strictObject({
  before: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const notificationsSchema = z.object({ notifications: z.array(notificationSchema) });

/** Body of `POST /api/notifications/read`: all up to this instant are read. */
export const readNotificationsSchema = z.strictObject({ through: z.iso.datetime() });
export const notificationsReadSchema = z.object({ read: z.number().int() });

/** The stream's event `notification`: the newest unread ones of the portfolio's owner, newest first. */
export type NotificationStreamEvent = { portfolioId: string; notifications: NotificationDto[] };

/** `GET /api/push`: the key that a browser subscribes with, and how many browsers of the user have. */
export const pushKeySchema = z.object({ publicKey: z.string(), browsers: z.number().int() });

const base64url = z.string().regex(/^[A-Za-z0-9_-]{16,200}$/, "must be base64url");
/** Body of `POST /api/push`: the browser's subscription. */
export const pushSubscriptionSchema = z.strictObject({
  endpoint: z.url().max(1_000),
  keys: z.strictObject({ p256dh: base64url, auth: base64url }),
});
export type PushSubscriptionBody = z.input<typeof pushSubscriptionSchema>;
/** Body of `DELETE /api/push`. */
export const pushEndpointSchema = z.strictObject({ endpoint: z.string().max(1_000) });

/** Content of a push message. */
export const pushPayloadSchema = z.object({
  /** Of the notification; a browser shows one message for each. */
  id: z.string(),
  title: z.string(),
  body: z.string(),
  /** The page that a click opens. */
  path: z.string(),
});
export type PushPayload = z.infer<typeof pushPayloadSchema>;
