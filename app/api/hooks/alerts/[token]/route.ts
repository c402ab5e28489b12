import { respondToAlert } from "@/lib/hooks/respond-to-alert";

export const dynamic = "force-dynamic";

/** An alert of TradingView, which trades the portfolio that the token belongs to. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  return respondToAlert(request, (await params).token);
}
