import { parseArgs } from "node:util";
import { getEnv } from "@/lib/infra/env/env";
import { assertDemoAllowed } from "@/prisma/seed/assert-demo-allowed";
import { SEED_ENVIRONMENT } from "@/prisma/seed/seed-environment";
import { seedMarket } from "@/prisma/seed/seed-market";
import { seedPeople } from "@/prisma/seed/seed-people";

/** The seed scenarios. Each may be run again: it adds what is missing and changes nothing else. */
const SCENARIOS: Record<string, () => Promise<void>> = {
  market: seedMarket,
  demo: async () => {
    assertDemoAllowed(getEnv());
    await seedMarket();
    await seedPeople();
  },
};

const { values } = parseArgs({ options: { scenario: { type: "string", default: "market" } } });
const seed = SCENARIOS[values.scenario];
if (!seed) {
  console.error(`There is no scenario ${values.scenario}. There are: ${Object.keys(SCENARIOS).join(", ")}.`);
  process.exit(2);
}
// Before the first read of the environment.
Object.assign(process.env, SEED_ENVIRONMENT);
try {
  await seed();
  process.exit();
} catch (error) {
  console.error(error);
  process.exit(1);
}
