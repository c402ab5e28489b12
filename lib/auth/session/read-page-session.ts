import "server-only";
import { headers } from "next/headers";
import { readSession, type Session } from "@/lib/auth/session/read-session";

/** Who is looking at a page; null for someone who is not signed in. */
export async function readPageSession(): Promise<Session | null> {
  return readSession({ cookie: (await headers()).get("cookie") }, { whenUnavailable: "ask-database" });
}
