import { prepareAccount } from "@/lib/accounts/prepare-account";
import { withNextAuth } from "@/lib/http/route/with-next-auth";

export const dynamic = "force-dynamic";

/**
 * next-auth: `csrf`, `providers`, `session`, `signin`, `callback`, `signout`. A sign-in opens the practice
 * portfolio if it is missing, and brings the account's formats.
 */
const response = withNextAuth(prepareAccount);

export { response as GET, response as POST };
