import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";

const PAGE = 500;

/** Verifies every portfolio of the database; one sentence for each whose log, hashes or balances do not hold. */
export async function findBrokenPortfolios(): Promise<{ portfolios: number; faults: string[] }> {
  const faults: string[] = [];
  let portfolios = 0;
  for (let after = ""; ; ) {
    const page = await getDb().portfolio.findMany({
      select: { id: true },
      where: { id: { gt: after } },
      orderBy: { id: "asc" },
      take: PAGE,
    });
    for (const { id } of page) {
      const fault = await verifyPortfolio(id);
      if (fault) faults.push(`${id}: ${fault.kind} at event ${fault.seq}`);
    }
    portfolios += page.length;
    const last = page.at(-1);
    if (!last) return { portfolios, faults };
    after = last.id;
  }
}
