import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { signInToSample } from "@/lib/sample/sign-in-to-sample";

/** Signs the visitor in to the sample account of the day, which is read-only. */
export const POST = withVisitor(AUTH_ENDPOINTS["POST /api/auth/sample"], async () => ({
  status: 204,
  headers: { "set-cookie": await signInToSample(new Date()) },
}));
