import { requestJson } from "@/lib/client/api/market-api";
import type { StartChallengeBody } from "@/lib/schemas/challenge";
import type { ChallengeSummary } from "@/lib/schemas/challenge-answers";

/** Starts a challenge; starting the same again answers the same. Throws `RequestError`. */
export function startChallenge(body: StartChallengeBody): Promise<ChallengeSummary> {
  return requestJson<ChallengeSummary>("/api/challenges", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
