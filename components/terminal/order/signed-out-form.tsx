import { buttonVariants } from "@/components/ui/button";

/** Shown in place of the form when signed out. */
export function SignedOutForm({ symbol }: { symbol: string }) {
  const back = encodeURIComponent(`/terminal/${symbol}`);
  return (
    <section
      aria-label="Start trading"
      className="flex h-full flex-col gap-4 overflow-y-auto bg-panel p-4 text-sm"
    >
      <h2 className="font-semibold text-base">Trade {symbol} with 10,000 USDT that are not yours</h2>
      <p className="text-text-2 text-xs leading-5">
        Register and a practice portfolio is waiting: orders fill from this very book, with fees, slippage and
        liquidation as on the venue. Nothing is paid in and nothing is paid out.
      </p>
      <ul className="grid gap-2 text-text-2 text-xs leading-5">
        <li>
          <strong className="font-medium text-text">Smart Risk.</strong> Choose what you are ready to lose;
          the size follows from your stop, fees included.
        </li>
        <li>
          <strong className="font-medium text-text">Evidence.</strong> Every fill shows the levels it took.
        </li>
        <li>
          <strong className="font-medium text-text">A journal.</strong> Each trade writes itself down.
        </li>
      </ul>
      <a href={`/register?next=${back}`} className={buttonVariants({ variant: "solid", size: "lg" })}>
        Register, it is free
      </a>
      <a href={`/login?next=${back}`} className={buttonVariants({ variant: "outline", size: "md" })}>
        Sign in
      </a>
    </section>
  );
}
