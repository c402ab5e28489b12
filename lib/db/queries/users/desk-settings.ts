import "server-only";
import { getDb } from "@/lib/db/client";
import { type DeskSettingsDto, deskSettingsSchema } from "@/lib/schemas/desk-settings";

/** What a user has set on the terminal; parts that were never saved are left out. */
export async function findDeskSettings(userId: string): Promise<DeskSettingsDto> {
  const row = await getDb().deskSettings.findUnique({
    where: { userId },
    select: {
      indicators: true,
      templates: true,
      watchlist: true,
      chart: true,
      charts: true,
      panels: true,
      layouts: true,
    },
  });
  const saved = Object.entries(row ?? {}).filter(([, part]) => part !== null);
  return deskSettingsSchema.parse(Object.fromEntries(saved));
}

/** Replaces the given parts. */
export async function saveDeskSettings(userId: string, parts: DeskSettingsDto): Promise<void> {
  await getDb().deskSettings.upsert({ where: { userId }, create: { userId, ...parts }, update: parts });
}
