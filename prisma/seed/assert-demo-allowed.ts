import { isLoopback } from "@/lib/infra/env/is-loopback";

type Settings = { APP_URL: string; DATABASE_URL: string; VERCEL?: string | undefined };

/**
 * The people of the demo, an admin among them, have passwords that are published in the repository: they are
 * seeded only for a server that is reachable from its own machine alone, into a database of this machine or
 * of a container beside it.
 *
 * @throws Error naming each variable that points elsewhere, never its value
 */
export function assertDemoAllowed({ APP_URL, DATABASE_URL, VERCEL }: Settings): void {
  const problems = [
    ...(VERCEL === undefined ? [] : ["VERCEL is set"]),
    ...(isLoopback(APP_URL) ? [] : ["APP_URL is a public address"]),
    ...(isLocalDatabase(DATABASE_URL) ? [] : ["DATABASE_URL is on another machine"]),
  ];
  if (problems.length === 0) return;
  throw new Error(
    `The scenario demo seeds an admin whose password is printed in the repository. It is rejected here: ${problems.join("; ")}.`,
  );
}

/**
 * A host without a dot is a container on a private network; without a host it is a socket of this machine.
 */
function isLocalDatabase(url: string): boolean {
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? hostname;
  return (
    host === "" || /^[a-z][a-z\d-]*$/i.test(host) || host.startsWith("/") || isLoopback(`http://${host}`)
  );
}
