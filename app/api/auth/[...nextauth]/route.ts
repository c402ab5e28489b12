import { openPractice } from "@/lib/accounts/open-practice";
import { withNextAuth } from "@/lib/http/route/with-next-auth";

export const dynamic = "force-dynamic";

/**
 * next-auth: `csrf`, `providers`, `session`, `signin`, `callback`, `signout`. A sign-in opens the practice
 * portfolio if it is missing.
 */
const response = withNextAuth(openPractice);

export { response as GET, response as POST };
