-- Profit of a portfolio after `p_from` up to `p_to`, open profit and resets included: the change of equity less
-- its flows. A portfolio opened in between began with nothing, and its opening is a flow.
CREATE OR REPLACE FUNCTION profit_between(p_portfolio TEXT, p_from TIMESTAMPTZ, p_to TIMESTAMPTZ) RETURNS NUMERIC
LANGUAGE sql STABLE AS $$
  SELECT coalesce(equity_at(p_portfolio, p_to), 0) - coalesce(equity_at(p_portfolio, p_from), 0) - (
    SELECT coalesce(sum("flow"), 0) FROM "EquitySnapshot"
    WHERE "portfolioId" = p_portfolio AND "flow" <> 0 AND "at" > p_from AND "at" <= p_to)
$$;
