-- The ranks of all entries of a competition at these marks ({ symbol: price }), set-based: by change of equity, then by
-- the smaller drawdown, which is a fraction of the highest equity. An open position without a mark counts at its entry.
-- `exclusion` is why an entry has no rank: it broke the drawdown limit, its user is banned, or it has closed too few
-- trades. Figures are rounded before they are ranked, so that equal ones tie.
CREATE OR REPLACE FUNCTION competition_standings(p_competition TEXT, p_marks JSONB)
RETURNS TABLE ("userId" TEXT, "portfolioId" TEXT, "equity" NUMERIC, "change" FLOAT8, "peak" FLOAT8, "drawdown" FLOAT8,
  "trades" INT, "exclusion" TEXT, "rank" INT)
LANGUAGE sql STABLE AS $$
  WITH entries AS MATERIALIZED (
    SELECT e."userId", e."portfolioId", e."peak", e."drawdown", c."minTrades", p."opening", p."balance", p."lockReason",
      -- The highest equity that the drawdown limit has seen, which may be higher than that of any recorded minute.
      (p."challenge" -> 'highest' ->> 'equity')::FLOAT8 AS "seen", u."bannedAt"
    FROM "CompetitionEntry" e
    JOIN "Competition" c ON c."id" = e."competitionId"
    JOIN "Portfolio" p ON p."id" = e."portfolioId"
    JOIN "User" u ON u."id" = e."userId"
    WHERE e."competitionId" = p_competition
  ), open AS (
    SELECT o."portfolioId",
      sum(o."qty" * coalesce((p_marks ->> o."symbol")::NUMERIC, o."entryPrice") - sign(o."qty") * o."cost") AS "profit"
    FROM entries e JOIN "Position" o ON o."portfolioId" = e."portfolioId" GROUP BY o."portfolioId"
  ), closed AS (
    SELECT j."portfolioId", count(*)::INT AS "trades"
    FROM entries e JOIN "JournalEntry" j ON j."portfolioId" = e."portfolioId" GROUP BY j."portfolioId"
  ), valued AS (
    SELECT e.*, e."balance" + coalesce(o."profit", 0) AS "equity", coalesce(t."trades", 0) AS "trades"
    FROM entries e
    LEFT JOIN open o ON o."portfolioId" = e."portfolioId"
    LEFT JOIN closed t ON t."portfolioId" = e."portfolioId"
  ), measured AS (
    SELECT v.*, greatest(v."peak", v."equity"::FLOAT8, v."seen") AS "highest",
      round((v."equity" / v."opening" - 1), 8)::FLOAT8 AS "gain"
    FROM valued v
  ), final AS (
    SELECT m.*,
      round(greatest(m."drawdown", 1 - m."equity"::FLOAT8 / greatest(m."highest", 1e-8))::NUMERIC, 8)::FLOAT8 AS "fall",
      CASE WHEN m."bannedAt" IS NOT NULL THEN 'banned'
        WHEN m."lockReason" = 'challenge_failed' THEN 'drawdown'
        WHEN m."trades" < m."minTrades" THEN 'trades' END AS "reason"
    FROM measured m
  )
  SELECT j."userId", j."portfolioId", j."equity", j."gain", j."highest", j."fall", j."trades", j."reason",
    CASE WHEN j."reason" IS NULL THEN
      rank() OVER (PARTITION BY j."reason" IS NULL ORDER BY j."gain" DESC, j."fall")::INT END
  FROM final j
$$;
