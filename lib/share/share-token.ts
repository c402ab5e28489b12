import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";
import { type ShareFacts, shareFactsSchema } from "@/lib/schemas/share";

/** The facts with our signature, as a part of an address. Nothing is kept: who has the link has the facts. */
export function signFacts(facts: ShareFacts): string {
  const said = Buffer.from(JSON.stringify(facts)).toString("base64url");
  return `${said}.${macOf(said)}`;
}

/** What a link says; null when it is not our word. */
export function readFacts(token: string): ShareFacts | null {
  const [said = "", mac = "", ...more] = token.split(".");
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(said))];
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return shareFactsSchema.parse(JSON.parse(Buffer.from(said, "base64url").toString()));
}

function macOf(said: string): string {
  return createHmac("sha256", deriveKey("share")).update(said).digest("base64url");
}
