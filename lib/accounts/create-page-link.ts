import "server-only";
import { createLinkToken } from "@/lib/auth/email-link";
import type { User } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";

/**
 * A link to one of our pages with a token in the fragment, which is sent neither to servers nor as a
 * referrer.
 */
export async function createPageLink(
  path: "/verify-email" | "/reset-password",
  purpose: "verify-email" | "reset-password",
  user: User,
): Promise<string> {
  const link = new URL(path, getEnv().APP_URL);
  link.hash = await createLinkToken(purpose, user);
  return link.href;
}
