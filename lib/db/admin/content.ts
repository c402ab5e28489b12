import "server-only";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";
import type { Announcement, CmsPage } from "@/lib/db/generated/client";
import type { AnnounceBody, SavePageBody } from "@/lib/schemas/admin";

export type { Announcement, CmsPage };

/** All pages and incidents, including drafts. */
export function listPages(): Promise<CmsPage[]> {
  return getDb().cmsPage.findMany({ orderBy: [{ kind: "asc" }, { updatedAt: "desc" }] });
}

export function findPage(slug: string): Promise<CmsPage | null> {
  return getDb().cmsPage.findUnique({ where: { slug } });
}

/** Published content, newest first. */
export function listPublished(kind: "page" | "incident"): Promise<CmsPage[]> {
  return getDb().cmsPage.findMany({
    where: { kind, publishedAt: { not: null } },
    orderBy: { publishedAt: "desc" },
    take: 100,
  });
}

/** Writes a page; the previous version stays in the audit log. */
export function savePage(act: AdminAct, slug: string, body: SavePageBody): Promise<CmsPage> {
  const { published, resolved, reason: _, ...text } = body;
  return changeWithAudit(act, async (tx) => {
    const before = await tx.cmsPage.findUnique({ where: { slug } });
    const now = new Date();
    const data = {
      ...text,
      publishedAt: published ? (before?.publishedAt ?? now) : null,
      resolvedAt: resolved ? (before?.resolvedAt ?? now) : null,
    };
    const page = await tx.cmsPage.upsert({ where: { slug }, create: { slug, ...data }, update: data });
    return { before: toJson(before), after: toJson(page), result: page };
  });
}

/** Removes a page; its text stays in the audit log. False when there is none. */
export function deletePage(act: AdminAct, slug: string): Promise<boolean> {
  return changeWithAudit(act, async (tx) => {
    const before = await tx.cmsPage.findUnique({ where: { slug } });
    if (before) await tx.cmsPage.delete({ where: { slug } });
    return { before: toJson(before), after: null, result: before !== null };
  });
}

export function listAnnouncements(): Promise<Announcement[]> {
  return getDb().announcement.findMany({ orderBy: { startsAt: "desc" }, take: 100 });
}

/** Announcements that are active now for one of these audiences, most severe first. */
export async function listCurrentAnnouncements(audiences: string[]): Promise<Announcement[]> {
  const now = new Date();
  const rank = { critical: 0, warning: 1, info: 2 } as Record<string, number>;
  const found = await getDb().announcement.findMany({
    where: {
      audience: { in: audiences },
      startsAt: { lte: now },
      OR: [{ endsAt: null }, { endsAt: { gt: now } }],
    },
    orderBy: { startsAt: "desc" },
  });
  return found.sort((a, b) => (rank[a.level] ?? 3) - (rank[b.level] ?? 3));
}

export function announce(act: AdminAct, body: AnnounceBody): Promise<Announcement> {
  const { reason: _, startsAt, endsAt, ...rest } = body;
  const data = { ...rest, startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) };
  return changeWithAudit(act, async (tx) => {
    const made = await tx.announcement.create({ data });
    return { before: null, after: toJson(made), result: made };
  });
}

/** Ends an announcement now; false when there is none. */
export function withdraw(act: AdminAct, id: string): Promise<boolean> {
  return changeWithAudit(act, async (tx) => {
    const before = await tx.announcement.findUnique({ where: { id } });
    if (before) await tx.announcement.delete({ where: { id } });
    return { before: toJson(before), after: null, result: before !== null };
  });
}

function toJson(row: object | null): Record<string, string | null> | null {
  if (row === null) return null;
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Date ? value.toISOString() : (value as string | null),
  ]);
  return Object.fromEntries(entries) as Record<string, string | null>;
}
