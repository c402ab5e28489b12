import { z } from "zod";

/** Requests about hooks: URLs by which alerts of TradingView trade a portfolio. */

/** Hooks that a user may have at the same time. */
export const MAX_ALERT_HOOKS = 20;
/** Received alerts of a portfolio that are kept. */
export const MAX_HOOK_CALLS = 200;

const name = z.string().trim().min(1).max(40);
const portfolioId = z.string().min(1).max(64);

/** Body of `POST /api/account/hooks`. */
export const createHookSchema = z.strictObject({ portfolioId, name });
export type CreateHookBody = z.input<typeof createHookSchema>;

/** Path of `DELETE /api/account/hooks/[id]`. */
export const hookParamsSchema = z.object({ id: z.string().min(1).max(64) });

/** A hook as its owner sees it. Its URL is shown once. */
export const hookSchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  portfolioName: z.string(),
  name: z.string(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type AlertHookDto = z.infer<typeof hookSchema>;

/** `GET /api/account/hooks`: newest first, revoked ones included. */
export const hooksSchema = z.object({ hooks: z.array(hookSchema) });

/** `POST /api/account/hooks`. `url` is shown this once. */
export const createdHookSchema = z.object({ hook: hookSchema, url: z.string() });
export type CreatedHook = z.infer<typeof createdHookSchema>;

/** One alert that was received, and what came of it. */
export const hookCallSchema = z.object({
  id: z.string(),
  hookName: z.string(),
  receivedAt: z.string(),
  /** The message as received, at most 2,000 characters of it. */
  body: z.string(),
  outcome: z.enum(["accepted", "rejected"]),
  /** The code of the rejection; null for an accepted one. */
  code: z.string().nullable(),
  message: z.string(),
  orderId: z.string().nullable(),
});
export type HookCallDto = z.infer<typeof hookCallSchema>;

/** `GET /api/account/hooks/calls`: the newest 200 of all hooks. */
export const hookCallsSchema = z.object({ calls: z.array(hookCallSchema) });
