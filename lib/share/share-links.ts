import "server-only";
import { randomBytes } from "node:crypto";
import { findSharedFacts, listShareLinks, saveShareLink } from "@/lib/db/records/share-links";
import { AppError } from "@/lib/schemas/api-error";
import {
  MAX_SHARES,
  type ShareBody,
  type SharedLine,
  type ShareFacts,
  shareFactsSchema,
} from "@/lib/schemas/sharing/share";
import { collectFacts } from "@/lib/share/collect-facts";

const ID_BYTES = 18;

/**
 * Shares what is a user's own by a public link, which shows what is recorded now; the same one when it was shared
 * before. @throws AppError `not_found`, `share_limit_reached`
 */
export async function shareFacts(userId: string, body: ShareBody): Promise<SharedLine> {
  const facts = await collectFacts(userId, body);
  const id = randomBytes(ID_BYTES).toString("base64url");
  const stored = await saveShareLink({ userId, subject: nameSubject(body), id, facts }, MAX_SHARES);
  if (stored !== null) return toSharedLine(stored.id, facts, stored.createdAt);
  const message = `You have ${MAX_SHARES} links, the most that one account may have. Take one back first.`;
  throw new AppError("share_limit_reached", message, { limit: MAX_SHARES });
}

/** A user's links, newest first. */
export async function listShares(userId: string): Promise<SharedLine[]> {
  const links = await listShareLinks(userId);
  return links.map(({ id, facts, createdAt }) => toSharedLine(id, shareFactsSchema.parse(facts), createdAt));
}

/** What a link shows; null when there is none, or it was taken back. */
export async function readFacts(id: string): Promise<ShareFacts | null> {
  const facts = await findSharedFacts(id);
  return facts === null ? null : shareFactsSchema.parse(facts);
}

function toSharedLine(id: string, facts: ShareFacts, createdAt: Date): SharedLine {
  return { id, path: `/s/${id}`, facts, createdAt: createdAt.toISOString() };
}

function nameSubject(body: ShareBody): string {
  switch (body.kind) {
    case "fill":
      return `fill:${body.portfolioId}:${body.orderId}:${body.at}`;
    case "day":
      return `day:${body.day}`;
    case "trade":
      return `trade:${body.entryId}`;
    case "curve":
      return `curve:${body.portfolioId ?? ""}`;
    default:
      return nameUnknown(body);
  }
}

function nameUnknown(body: never): never {
  throw new Error(`Unknown share ${JSON.stringify(body)}.`);
}
