import "server-only";
import { getDb } from "@/lib/db/client";
import type { DrawingsBody, SavedDrawings } from "@/lib/schemas/drawings";

type Owner = { userId: string; symbol: string };

/** A user's drawings on the chart of a symbol; null if none were ever saved. */
export async function findDrawings(owner: Owner): Promise<SavedDrawings["drawings"]> {
  const row = await getDb().chartDrawings.findUnique({ where: { userId_symbol: owner } });
  return (row?.drawings as SavedDrawings["drawings"] | undefined) ?? null;
}

/** Replaces the saved drawings of a chart. */
export async function saveDrawings(owner: Owner, { drawings }: DrawingsBody): Promise<void> {
  await getDb().chartDrawings.upsert({
    where: { userId_symbol: owner },
    create: { ...owner, drawings },
    update: { drawings },
  });
}
