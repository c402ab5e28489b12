import "server-only";
import { type Endpoint, EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import * as alerts from "@/lib/schemas/trading/alerts";

/** Alerts, their notifications and the browsers that get push messages. */
export const ALERT_ENDPOINTS = {
  "GET /api/alerts": { access: "user", summary: "The user's alerts.", response: alerts.alertsSchema },
  "POST /api/alerts": {
    access: "user",
    summary: "Makes an alert, which is evaluated on the server from then on.",
    body: alerts.createAlertSchema,
    status: 201,
    response: alerts.alertSchema,
    portfolio: "owner",
    example: { body: { condition: { kind: "fill", portfolioId: EXAMPLE_PORTFOLIO } } },
  },
  "GET /api/alerts/[id]": {
    access: "user",
    summary: "One of the user's alerts.",
    params: alerts.alertIdSchema,
    response: alerts.alertSchema,
    example: { params: { id: "0b0d6e2e-7c1a-4c53-9a55-2f1f6c9f1f0a" } },
  },
  "PATCH /api/alerts/[id]": {
    access: "user",
    summary: "Changes an alert. One whose level is moved, or that is started again, waits again.",
    params: alerts.alertIdSchema,
    body: alerts.changeAlertSchema,
    response: alerts.alertSchema,
    example: { params: { id: "0b0d6e2e-7c1a-4c53-9a55-2f1f6c9f1f0a" }, body: { level: "210000" } },
  },
  "DELETE /api/alerts/[id]": {
    access: "user",
    summary: "Deletes an alert; its notifications stay.",
    params: alerts.alertIdSchema,
    status: 204,
    example: { params: { id: "0b0d6e2e-7c1a-4c53-9a55-2f1f6c9f1f0a" } },
  },
  "GET /api/notifications": {
    access: "user",
    summary: "Notifications of fired alerts, newest first.",
    query: alerts.notificationsQuerySchema,
    response: alerts.notificationsSchema,
  },
  "POST /api/notifications/read": {
    access: "user",
    summary: "Marks all notifications up to an instant as read.",
    body: alerts.readNotificationsSchema,
    response: alerts.notificationsReadSchema,
    example: { body: { through: "2026-01-01T00:00:00.000Z" } },
  },
  "GET /api/push": {
    access: "user",
    summary: "The key that browsers subscribe to push messages with, and the number of subscribed browsers.",
    response: alerts.pushKeySchema,
  },
  "POST /api/push": {
    access: "user",
    summary: "Saves a browser's push subscription.",
    body: alerts.pushSubscriptionSchema,
    status: 204,
    example: {
      body: {
        endpoint: "https://fcm.googleapis.com/fcm/send/a-browser",
        keys: { p256dh: "the-public-key-of-the-browser", auth: "a-secret-of-the-browser" },
      },
    },
  },
  "DELETE /api/push": {
    access: "user",
    summary: "Deletes a browser's push subscription.",
    body: alerts.pushEndpointSchema,
    status: 204,
    example: { body: { endpoint: "https://fcm.googleapis.com/fcm/send/a-browser" } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
