import { beginTwoFactor, confirmTwoFactor, endTwoFactor } from "@/lib/accounts/two-factor";
import { withUser } from "@/lib/http/with-user";
import { confirmTwoFactorSchema, passwordSchema } from "@/lib/schemas/account";

/** A new secret for an authenticator. */
export const POST = withUser({ body: passwordSchema }, async ({ user, body }) => ({
  body: await beginTwoFactor(user.id, body.password),
}));

/** Switches two-factor sign-in on; answers with the recovery codes. */
export const PUT = withUser({ body: confirmTwoFactorSchema }, async ({ user, body }) => ({
  body: { recoveryCodes: await confirmTwoFactor(user.id, body.code) },
}));

/** Switches two-factor sign-in off. */
export const DELETE = withUser({ body: passwordSchema }, async ({ user, body }) => {
  await endTwoFactor(user.id, body.password);
  return {};
});
