-- Equity of a portfolio at an instant: its newest snapshot at or before it, NULL when there is none.
-- Used with LATERAL or in a select list it reads one index entry for each portfolio.
CREATE OR REPLACE FUNCTION equity_at(p_portfolio TEXT, p_at TIMESTAMPTZ) RETURNS NUMERIC LANGUAGE sql STABLE AS $$
  SELECT "equity" FROM "EquitySnapshot" WHERE "portfolioId" = p_portfolio AND "at" <= p_at
  ORDER BY "at" DESC, "seq" DESC LIMIT 1
$$;
