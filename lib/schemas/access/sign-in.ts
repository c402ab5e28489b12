import { z } from "zod";

/** How a user signed in; `provider`: at a provider, with a code of the second factor. */
export const SIGN_IN_METHODS = ["password", "passkey", "google", "github", "provider"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** One sign-in of a user. */
export const signInSchema = z.object({
  at: z.string(),
  method: z.enum(SIGN_IN_METHODS),
  clientIp: z.string(),
  userAgent: z.string(),
});
export type SignInDto = z.infer<typeof signInSchema>;

/** `GET /api/account/sign-ins`: those of the last 90 days, newest first, at most 50. */
export const signInsSchema = z.object({ signIns: z.array(signInSchema) });
