import "server-only";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { ALERT_ENDPOINTS } from "@/lib/http/endpoints/alert-endpoints";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { COMPETITION_ENDPOINTS } from "@/lib/http/endpoints/competition-endpoints";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import { IMPORT_ENDPOINTS } from "@/lib/http/endpoints/import-endpoints";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { MACHINE_ENDPOINTS } from "@/lib/http/endpoints/machine-endpoints";
import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { PAYMENT_ENDPOINTS } from "@/lib/http/endpoints/payment-endpoints";
import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";

/** Every endpoint under `/api`, by method and path as Next spells it: `PATCH /api/orders/[id]`. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  ...ACCOUNT_ENDPOINTS,
  ...ADMIN_ENDPOINTS,
  ...ALERT_ENDPOINTS,
  ...AUTH_ENDPOINTS,
  ...CHALLENGE_ENDPOINTS,
  ...COMPETITION_ENDPOINTS,
  ...IMPORT_ENDPOINTS,
  ...JOURNAL_ENDPOINTS,
  ...MACHINE_ENDPOINTS,
  ...MARKET_ENDPOINTS,
  ...ORDER_ENDPOINTS,
  ...PAYMENT_ENDPOINTS,
  ...PORTFOLIO_ENDPOINTS,
  ...SERVICE_ENDPOINTS,
};
