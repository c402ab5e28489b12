import type { UsableCoachLink } from "@/lib/db/journal/coach-links";
import type { CoachLinkDto } from "@/lib/schemas/coach";

/** A link without its token. */
export function toCoachLinkDto(
  link: Pick<UsableCoachLink, "id" | "name" | "createdAt" | "revokedAt">,
): CoachLinkDto {
  const { id, name, createdAt, revokedAt } = link;
  return { id, name, createdAt: createdAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null };
}
