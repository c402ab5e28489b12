import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import {
  adminListSchema,
  announceSchema,
  banSchema,
  cancelHaltedSchema,
  grantSchema,
  idParamsSchema,
  reasonSchema,
  resolveReviewSchema,
  roleSchema,
  savePageSchema,
  setFlagSchema,
  setSwitchSchema,
  settleSymbolSchema,
  slugParamsSchema,
} from "@/lib/schemas/admin";
import { createPublicCompetitionSchema } from "@/lib/schemas/challenge/competitions";

/** What operators do. Every write has a reason and is audited. */
export const ADMIN_ENDPOINTS = {
  "GET /api/admin/announcements": { access: "admin" },
  "POST /api/admin/announcements": { access: "admin", body: announceSchema },
  "DELETE /api/admin/announcements/[id]": { access: "admin", params: idParamsSchema, body: reasonSchema },
  "GET /api/admin/audit": { access: "admin", query: adminListSchema },
  "PUT /api/admin/flags": { access: "admin", body: setFlagSchema },
  "DELETE /api/admin/grants/[id]": { access: "admin", params: idParamsSchema, body: reasonSchema },
  "GET /api/admin/pages": { access: "admin" },
  "GET /api/admin/pages/[slug]": { access: "admin", params: slugParamsSchema },
  "PUT /api/admin/pages/[slug]": { access: "admin", params: slugParamsSchema, body: savePageSchema },
  "DELETE /api/admin/pages/[slug]": { access: "admin", params: slugParamsSchema, body: reasonSchema },
  "GET /api/admin/payments": { access: "admin", query: adminListSchema },
  "POST /api/admin/payments/[id]/refund": { access: "admin", params: idParamsSchema, body: reasonSchema },
  "GET /api/admin/review": { access: "admin", query: adminListSchema },
  "POST /api/admin/review/[id]": { access: "admin", params: idParamsSchema, body: resolveReviewSchema },
  "GET /api/admin/status": { access: "admin" },
  "POST /api/admin/cancellations": { access: "admin", body: cancelHaltedSchema },
  "POST /api/admin/competitions": { access: "admin", body: createPublicCompetitionSchema },
  "POST /api/admin/settlements": { access: "admin", body: settleSymbolSchema },
  "GET /api/admin/switches": { access: "admin" },
  "PUT /api/admin/switches": { access: "admin", body: setSwitchSchema },
  "GET /api/admin/users": { access: "admin", query: adminListSchema },
  "GET /api/admin/users/[id]": { access: "admin", params: idParamsSchema },
  "POST /api/admin/users/[id]/ban": { access: "admin", params: idParamsSchema, body: banSchema },
  "POST /api/admin/users/[id]/grants": { access: "admin", params: idParamsSchema, body: grantSchema },
  "POST /api/admin/users/[id]/role": { access: "admin", params: idParamsSchema, body: roleSchema },
} as const satisfies Readonly<Record<string, Endpoint>>;
