"use client";

import { Button } from "@/components/ui/button";
import { signOut } from "@/lib/client/api/access/sign-in";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Signs out of this session. */
export function SignOutButton({ label }: { label: string }) {
  const { isBusy, error, submit } = useSubmit();
  return (
    <Button
      size="md"
      disabled={isBusy}
      title={error?.message}
      onClick={() =>
        submit(async () => {
          await signOut();
          window.location.assign("/login?notice=signed-out");
        })
      }
    >
      {label}
    </Button>
  );
}
