import { buttonVariants } from "@/components/ui/button";

/** Shown in place of the account panel when signed out. */
export function SignedOutPanel({ symbol }: { symbol: string }) {
  const next = encodeURIComponent(`/terminal/${symbol}`);
  return (
    <section
      aria-label="Account"
      className="grid h-full place-content-center gap-3 bg-panel p-4 text-center text-xs"
    >
      <p className="text-text-2">
        Your positions, orders and trades will stand here. Register to trade with a practice portfolio.
      </p>
      <a
        href={`/register?next=${next}`}
        className={buttonVariants({ variant: "outline", className: "mx-auto" })}
      >
        Register
      </a>
    </section>
  );
}
