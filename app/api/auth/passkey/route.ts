import { createAssertionOptions } from "@/lib/auth/passkey/create-assertion-options";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";

/** Options with which a browser signs in by a passkey, or proves its user's identity again. */
export const POST = withVisitor(AUTH_ENDPOINTS["POST /api/auth/passkey"], async () => ({
  body: await createAssertionOptions(),
}));
