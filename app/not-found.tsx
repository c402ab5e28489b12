import { Logo } from "@/components/shell/logo";
import { buttonVariants } from "@/components/ui/button";

/** The 404 page. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 p-6">
      <Logo className="size-8" />
      <h1 className="font-semibold text-2xl">There is no page here</h1>
      <p className="text-text-2">The address may be mistyped, or the page may have moved.</p>
      <div className="flex gap-2">
        <a href="/terminal/BTCUSDT" className={buttonVariants({ variant: "solid", size: "md" })}>
          Open the terminal
        </a>
        <a href="/" className={buttonVariants({ variant: "outline", size: "md" })}>
          Home
        </a>
      </div>
    </main>
  );
}
