import { QstashError } from "@/emulators/qstash/qstash-error";

type Endpoint = { name?: string; url: string };

/** Named lists of destinations: a message to the name goes to each. */
export class UrlGroups {
  readonly #groups = new Map<string, Endpoint[]>();

  /** Adds endpoints; one with the name or URL of a present one replaces it. */
  add(group: string, endpoints: Endpoint[]): void {
    const kept = (this.#groups.get(group) ?? []).filter(
      (present) => !endpoints.some((given) => isSame(given, present)),
    );
    this.#groups.set(group, [...kept, ...endpoints]);
  }

  /** Removes endpoints, by name or URL. */
  removeEndpoints(group: string, endpoints: Partial<Endpoint>[]): void {
    const kept = this.get(group).filter((present) => !endpoints.some((given) => isSame(given, present)));
    this.#groups.set(group, kept);
  }

  /** Deletes a group. */
  remove(group: string): void {
    this.#groups.delete(group);
  }

  /** The endpoints of a group. @throws QstashError 404 */
  get(group: string): Endpoint[] {
    const endpoints = this.#groups.get(group);
    if (!endpoints) throw new QstashError(404, `topic ${group} not found`);
    return endpoints;
  }

  /** All groups as the API shows them. */
  list(): { name: string; endpoints: Endpoint[] }[] {
    return [...this.#groups].map(([name, endpoints]) => ({ name, endpoints }));
  }
}

function isSame(a: Partial<Endpoint>, b: Endpoint): boolean {
  return (a.name !== undefined && a.name === b.name) || (a.url !== undefined && a.url === b.url);
}
