-- One row, with a number for the folio and the days officers recorded, where the live rows still have the
-- fingerprint and nothing was filed for the period nor by the idempotency key; otherwise none.
SELECT
    nextval(%(sequence)s::text::regclass),
    (
        SELECT json_agg(json_build_array(day, kind, reason, source) ORDER BY day)::text
        FROM filings_calendarday
    )
WHERE
    (
{fingerprint}
    ) = %(fingerprint)s
    AND NOT EXISTS (
        SELECT FROM filings_filing
        WHERE provider_id = %(provider)s AND year = %(year)s AND number = %(number)s AND state <> 'refused'
    )
    AND NOT EXISTS (
        SELECT FROM filings_filing WHERE provider_id = %(provider)s AND idempotency_key = %(key)s
    )
