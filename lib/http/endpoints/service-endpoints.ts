import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import * as market from "@/lib/schemas/market/market-responses";

/** The service itself: clock, health, announcements, error reports, descriptions of the API. */
export const SERVICE_ENDPOINTS = {
  "GET /api/announcements": {
    access: "public",
    summary: "What is announced now.",
    response: market.announcementsSchema,
  },
  "GET /api/health": {
    access: "public",
    summary: "How the parts of the service are.",
    limit: "health",
    response: market.healthSchema,
  },
  "GET /api/openapi-v5.json": {
    access: "public",
    summary: "The same of the Bybit v5 API, which programs use (/docs/api).",
  },
  "GET /api/openapi.json": { access: "public", summary: "This description." },
  "POST /api/monitoring": {
    limit: "report",
    access: "visitor",
    summary: "What broke in a page.",
    status: 204,
  },
  "GET /api/time": { access: "public", summary: "The server's clock.", response: market.timeSchema },
} as const satisfies Readonly<Record<string, Endpoint>>;
