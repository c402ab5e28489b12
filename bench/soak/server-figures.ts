/**
 * Resident memory of the server's process in MB and its connections to the database; null without a response.
 */
export async function readServerFigures(
  baseUrl: string,
  token: string,
): Promise<{ megabytes: number; connections: number } | null> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${baseUrl}/api/metrics`, { headers }).catch(() => null);
  if (!response?.ok) return null;
  const text = await response.text();
  const find = (name: string) => new RegExp(`^terminal_zero_${name} (\\S+)$`, "m").exec(text)?.[1];
  const [bytes, connections] = [
    find('memory_bytes\\{kind="resident"\\}'),
    find('db_connections\\{state="all"\\}'),
  ];
  if (!bytes || !connections) throw new Error(`The metrics lack what the soak needs:\n${text}`);
  return { megabytes: Number(bytes) / 1_048_576, connections: Number(connections) };
}

/** Slope of the straight line that fits best, in MB a minute (least squares). */
export function slopeAMinute(samples: readonly { minute: number; megabytes: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [minute, megabytes] = [mean(samples.map((s) => s.minute)), mean(samples.map((s) => s.megabytes))];
  const shared = samples.reduce((sum, s) => sum + (s.minute - minute) * (s.megabytes - megabytes), 0);
  const spread = samples.reduce((sum, s) => sum + (s.minute - minute) ** 2, 0);
  return shared / spread;
}
