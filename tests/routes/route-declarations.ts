/**
 * Whom each door of the product lets in. A route that is not declared here fails the check, and so does a
 * declaration without its route: whoever adds a door says whose it is.
 *
 * public: anybody reads · visitor: anybody writes, from our own pages · user: who is signed in · paid: who is signed in and has
 * a tier for it, which nobody in the table has · admin: role ADMIN ·
 * machine: a secret or a signature that no person has · next-auth: its own rules · stream: tested on its own
 */
export type Access = "public" | "visitor" | "user" | "paid" | "admin" | "machine" | "next-auth" | "stream";

export const ROUTES: Readonly<Record<string, Access>> = {
  "GET /api/account": "user",
  "PATCH /api/account": "user",
  "DELETE /api/account": "user",
  "GET /api/account/export": "user",
  "POST /api/account/password": "user",
  "GET /api/account/sessions": "user",
  "DELETE /api/account/sessions": "user",
  "DELETE /api/account/sessions/[handle]": "user",
  "POST /api/account/two-factor": "user",
  "PUT /api/account/two-factor": "user",
  "DELETE /api/account/two-factor": "user",
  "POST /api/account/verification": "user",
  "GET /api/admin/announcements": "admin",
  "POST /api/admin/announcements": "admin",
  "DELETE /api/admin/announcements/[id]": "admin",
  "GET /api/admin/audit": "admin",
  "DELETE /api/admin/grants/[id]": "admin",
  "GET /api/admin/pages": "admin",
  "GET /api/admin/pages/[slug]": "admin",
  "PUT /api/admin/pages/[slug]": "admin",
  "DELETE /api/admin/pages/[slug]": "admin",
  "GET /api/admin/payments": "admin",
  "POST /api/admin/payments/[id]/refund": "admin",
  "GET /api/admin/status": "admin",
  "GET /api/admin/switches": "admin",
  "PUT /api/admin/switches": "admin",
  "GET /api/admin/users": "admin",
  "GET /api/admin/users/[id]": "admin",
  "POST /api/admin/users/[id]/ban": "admin",
  "POST /api/admin/users/[id]/grants": "admin",
  "POST /api/admin/users/[id]/role": "admin",
  "GET /api/auth/[...nextauth]": "next-auth",
  "POST /api/auth/[...nextauth]": "next-auth",
  "POST /api/auth/email/verify": "visitor",
  "POST /api/auth/password/forgot": "visitor",
  "POST /api/auth/password/reset": "visitor",
  "POST /api/auth/register": "visitor",
  "GET /api/candles": "public",
  "GET /api/cron/market": "machine",
  "GET /api/cron/payments": "machine",
  "GET /api/cron/sweep": "machine",
  "GET /api/health": "public",
  "GET /api/instruments": "public",
  "GET /api/instruments/costs": "public",
  "GET /api/journal": "user",
  "GET /api/journal/[id]": "user",
  "PATCH /api/journal/[id]": "user",
  "GET /api/journal/export.csv": "paid",
  "GET /api/journal/export.json": "paid",
  "GET /api/journal/heatmap": "user",
  "GET /api/journal/metrics": "user",
  "GET /api/journal/review": "user",
  "POST /api/orders": "user",
  "DELETE /api/orders": "user",
  "PATCH /api/orders/[id]": "user",
  "DELETE /api/orders/[id]": "user",
  "GET /api/orders/history": "user",
  "GET /api/orders/open": "user",
  "POST /api/monitoring": "visitor",
  "GET /api/pay/callback": "public",
  "POST /api/pay/initialize": "user",
  "POST /api/pay/webhook": "machine",
  "GET /api/portfolio": "user",
  "GET /api/portfolio/events": "user",
  "GET /api/portfolio/fills": "user",
  "GET /api/portfolios": "user",
  "POST /api/portfolios": "user",
  "POST /api/portfolios/[id]/reset": "user",
  "PATCH /api/positions/[symbol]": "user",
  "POST /api/positions/[symbol]/close": "user",
  "POST /api/positions/[symbol]/reverse": "user",
  "POST /api/positions/close": "user",
  "POST /api/queue/execute": "machine",
  "POST /api/queue/fund": "machine",
  "POST /api/queue/settle": "machine",
  "GET /api/time": "public",
  "GET /api/stream": "stream",
};

/** One request for what belongs to somebody else. */
export type ForeignRequest = { path: string; body?: unknown };

const CLIENT_ORDER_ID = "foreign-order-0001";

/** For each route that can name a portfolio: a request for `portfolioId`, of the right shape. */
export const FOREIGN: Readonly<Record<string, (portfolioId: string) => ForeignRequest>> = {
  "GET /api/portfolio": (id) => ({ path: `/api/portfolio?id=${id}` }),
  "GET /api/portfolio/events": (id) => ({ path: `/api/portfolio/events?portfolioId=${id}` }),
  "GET /api/portfolio/fills": (id) => ({ path: `/api/portfolio/fills?portfolioId=${id}` }),
  "GET /api/orders/open": (id) => ({ path: `/api/orders/open?portfolioId=${id}` }),
  "GET /api/orders/history": (id) => ({ path: `/api/orders/history?portfolioId=${id}` }),
  "POST /api/portfolios/[id]/reset": (id) => ({ path: `/api/portfolios/${id}/reset`, body: {} }),
  "DELETE /api/orders": (id) => ({ path: `/api/orders?portfolioId=${id}` }),
  "DELETE /api/orders/[id]": (id) => ({ path: `/api/orders/${CLIENT_ORDER_ID}?portfolioId=${id}` }),
  "PATCH /api/orders/[id]": (id) => ({
    path: `/api/orders/${CLIENT_ORDER_ID}`,
    body: { portfolioId: id, price: "1" },
  }),
  "POST /api/orders": (id) => ({
    path: "/api/orders",
    body: {
      portfolioId: id,
      clientOrderId: CLIENT_ORDER_ID,
      symbol: "BTCUSDT",
      side: "buy",
      kind: "market",
      qty: "0.001",
    },
  }),
  "POST /api/positions/close": (id) => ({
    path: "/api/positions/close",
    body: { portfolioId: id, clientOrderId: CLIENT_ORDER_ID },
  }),
  "POST /api/positions/[symbol]/close": (id) => ({
    path: "/api/positions/BTCUSDT/close",
    body: { portfolioId: id, clientOrderId: CLIENT_ORDER_ID, fraction: "1" },
  }),
  "POST /api/positions/[symbol]/reverse": (id) => ({
    path: "/api/positions/BTCUSDT/reverse",
    body: { portfolioId: id, clientOrderId: CLIENT_ORDER_ID },
  }),
  "PATCH /api/positions/[symbol]": (id) => ({
    path: "/api/positions/BTCUSDT",
    body: { portfolioId: id, leverage: "5" },
  }),
};
