-- The stretches between the fills of a trade, in order: the position after the first fill of each, what was booked by
-- then, and the outermost marks until the second, both fills' prices among them. Their profit is computed in
-- `lib/core/stats/round-trip.ts`.
CREATE OR REPLACE FUNCTION find_stretches(p_portfolio TEXT, p_symbol TEXT, p_from_seq INT, p_to_seq INT) RETURNS JSON
LANGUAGE sql STABLE AS $$
  SELECT json_agg(json_build_object('qty', f."qty"::text, 'cost', f."cost"::text, 'realised', f."realised"::text,
    'highest', greatest(f."price", f."nextPrice", x."highest")::text,
    'lowest', least(f."price", f."nextPrice", x."lowest")::text) ORDER BY f."seq")
  FROM (
    SELECT "seq", "price", "at", sum("qtyChange") OVER fills AS "qty", sum("cost") OVER fills AS "cost",
      sum("realised") OVER fills AS "realised", lead("price") OVER fills AS "nextPrice", lead("at") OVER fills AS "nextAt"
    FROM "Trade" WHERE "portfolioId" = p_portfolio AND "seq" BETWEEN p_from_seq AND p_to_seq AND "symbol" = p_symbol
      -- In hedge mode the other side of the symbol may have been traded meanwhile.
      AND trade_side("qtyChange", "cost") = (SELECT trade_side(o."qtyChange", o."cost") FROM "Trade" o
        WHERE o."portfolioId" = p_portfolio AND o."seq" = p_from_seq)
    WINDOW fills AS (ORDER BY "seq")
  ) f, LATERAL find_price_range(p_symbol, f."at", f."nextAt") x
  WHERE f."nextAt" IS NOT NULL
$$;
