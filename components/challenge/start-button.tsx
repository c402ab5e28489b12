"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { postChallenge } from "@/lib/client/api/post-challenge";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { StartChallengeBody } from "@/lib/schemas/challenge/challenge";

/** Starts a challenge and goes to its page. */
export function StartButton({ label, body }: { label: string; body: StartChallengeBody }) {
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const start = () =>
    submit(async () => {
      const { id } = await postChallenge(body);
      router.push(`/challenges/${id}`);
    });
  return (
    <div className="flex flex-col gap-2">
      <Button variant="solid" size="md" disabled={isBusy} onClick={start} className="self-start">
        {label}
      </Button>
      {error && <Notice tone="warn">{error.message}</Notice>}
    </div>
  );
}
