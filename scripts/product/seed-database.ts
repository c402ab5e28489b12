import { runToEnd } from "@/scripts/process/run-to-end";

const SEED = ["--conditions=react-server", "--import", "tsx", "prisma/seed/seed.ts"];

/** Seeds the database of `env` or of this process, with the arguments of `prisma/seed/seed.ts`. @throws LaunchError */
export function seedDatabase(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  return runToEnd("Seeding", [...SEED, ...args], env);
}
