import "server-only";
import { headers } from "next/headers";
import { readSession, type Session } from "@/lib/auth/session/read-session";

/** The session of a page request; null without one. */
export async function readPageSession(): Promise<Session | null> {
  return readSession({ cookie: (await headers()).get("cookie") }, { whenUnavailable: "ask-database" });
}
