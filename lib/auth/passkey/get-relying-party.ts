import "server-only";
import { getEnv } from "@/lib/infra/env/env";

/** The site that passkeys are for. Passkeys of another host name or origin are rejected. */
export function getRelyingParty(): { id: string; name: string; origin: string } {
  const { hostname, origin } = new URL(getEnv().APP_URL);
  return { id: hostname, name: "Terminal Zero", origin };
}
