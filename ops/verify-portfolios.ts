import { findBrokenPortfolios } from "@/ops/verify/find-broken-portfolios";

/**
 * `node --conditions=react-server --import tsx ops/verify-portfolios.ts`, after a restore: recomputes every
 * portfolio of DATABASE_URL from its log. Prints what does not hold; the exit code shows whether all does.
 */
const { portfolios, faults } = await findBrokenPortfolios();
for (const fault of faults) console.error(`✗ ${fault}`);
console.log(`Verified ${portfolios} portfolios; ${faults.length} do not hold.`);
process.exit(faults.length === 0 ? 0 : 1);
