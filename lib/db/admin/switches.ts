import "server-only";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";

/** The names of all switches that are on. */
export async function listSwitches(): Promise<string[]> {
  const rows = await getDb().operatorSwitch.findMany({ select: { name: true }, orderBy: { name: "asc" } });
  return rows.map(({ name }) => name);
}

/** Sets a switch. Setting it to its current value changes nothing but is audited. */
export async function storeSwitch(act: AdminAct, name: string, on: boolean): Promise<void> {
  await changeWithAudit(act, async (tx) => {
    const before = await tx.operatorSwitch.findUnique({ where: { name } });
    if (on) await tx.operatorSwitch.upsert({ where: { name }, create: { name }, update: {} });
    else await tx.operatorSwitch.deleteMany({ where: { name } });
    return { before: { on: before !== null }, after: { on }, result: undefined };
  });
}
