import { createAssertionOptions } from "@/lib/auth/passkey/create-assertion-options";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { passkeyAssertionSchema } from "@/lib/schemas/access/passkeys";

/** Options with which a browser signs in by a passkey, or proves its user's identity again. */
export const POST = withVisitor({ body: passkeyAssertionSchema, limit: "auth-state" }, async () => ({
  body: await createAssertionOptions(),
}));
