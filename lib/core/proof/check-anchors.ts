import { climb, leafText, rootText, type Sha256 } from "@/lib/core/proof/merkle";
import type { PublishedAnchors } from "@/lib/core/proof/published-anchors";
import type { Statement, StatementAnchor } from "@/lib/core/proof/statement";

/** How far a log is anchored: everything through event `seq` is in the public anchor of `day`. */
export type Anchoring =
  | { kind: "anchored"; day: string; seq: number; newestDay: string }
  /** `why` is the end of a sentence. */
  | { kind: "not-anchored"; why: string };

export type AnchorFault = { kind: "fault"; seq: number; why: string };

/** The recomputed hash of each event, from the first. */
type Hashes = readonly string[];

/**
 * Compares a recomputed log with its anchors: those in the statement must be consistent, and count when the
 * published list has their root; heads from the look-up must be those of the log.
 */
export async function checkAnchors(
  input: { statement: Statement; hashes: Hashes; published: PublishedAnchors | null },
  sha256: Sha256,
): Promise<Anchoring | AnchorFault> {
  const { statement, hashes, published } = input;
  for (const anchor of statement.anchors) {
    const fault = await checkPath(statement.portfolioId, anchor, hashes, sha256);
    if (fault !== null) return fault;
  }
  if (published === null) {
    const [first] = statement.anchors;
    const why =
      first === undefined
        ? "it names no anchor"
        : `the published root of ${first.day} was not given to compare its anchor with`;
    return { kind: "not-anchored", why };
  }
  return findNewest(statement.anchors, hashes, published);
}

async function checkPath(
  portfolioId: string,
  anchor: StatementAnchor,
  hashes: Hashes,
  sha256: Sha256,
): Promise<AnchorFault | null> {
  const { day, seq, portfolios } = anchor;
  const hash = hashes[seq - 1];
  if (hash === undefined)
    return fault(hashes.length, `the log ends before event ${seq}, which was anchored on ${day}`);
  const top = await climb(await sha256(leafText({ portfolioId, seq, hash })), anchor.path, sha256);
  const root = await sha256(rootText({ day, portfolios, top }));
  return root === anchor.root ? null : fault(seq, `the head at this event is not in the anchor of ${day}`);
}

function findNewest(
  anchors: readonly StatementAnchor[],
  hashes: Hashes,
  published: PublishedAnchors,
): Anchoring | AnchorFault {
  const verified: { day: string; seq: number }[] = [];
  for (const { day, seq, root } of anchors) {
    const known = published.roots.get(day);
    if (known !== undefined && known !== root)
      return fault(seq, `the published root of ${day} is another one`);
    if (known !== undefined) verified.push({ day, seq });
  }
  for (const { day, seq, hash } of published.heads) {
    const own = hashes[seq - 1];
    if (own === undefined)
      return fault(hashes.length, `the log ends before event ${seq}, which was anchored on ${day}`);
    if (own !== hash) return fault(seq, `the head that was anchored on ${day} is another one`);
    verified.push({ day, seq });
  }
  verified.sort((a, b) => b.seq - a.seq || (a.day < b.day ? -1 : 1));
  const [best] = verified;
  if (best === undefined) return { kind: "not-anchored", why: "none of the published anchors holds it" };
  const days = [...published.roots.keys(), ...published.heads.map(({ day }) => day)];
  return { kind: "anchored", ...best, newestDay: days.sort().at(-1) ?? best.day };
}

function fault(seq: number, why: string): AnchorFault {
  return { kind: "fault", seq, why };
}
