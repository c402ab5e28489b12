import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";

/** Endpoints for the scheduler, the queue, the payment provider, mail programs and programs with a secret of their own. */
export const MACHINE_ENDPOINTS = {
  "GET /api/cron/prop-day": { access: "machine" },
  "GET /api/cron/competitions": { access: "machine" },
  "GET /api/cron/leaderboard": { access: "machine" },
  "GET /api/cron/market": { access: "machine" },
  "GET /api/cron/payments": { access: "machine" },
  "GET /api/cron/review": { access: "machine" },
  "GET /api/cron/sweep": { access: "machine" },
  "POST /api/hooks/alerts/[token]": { access: "machine" },
  "POST /api/mcp": { access: "machine" },
  "GET /api/mails/unsubscribe/[token]": { access: "machine" },
  "POST /api/mails/unsubscribe/[token]": { access: "machine" },
  "GET /api/metrics": { access: "machine" },
  "POST /api/pay/webhook": { access: "machine" },
  "POST /api/queue/execute": { access: "machine" },
  "POST /api/queue/fund": { access: "machine" },
  "POST /api/queue/price-path": { access: "machine" },
  "POST /api/queue/webhook": { access: "machine" },
} as const satisfies Readonly<Record<string, Endpoint>>;
