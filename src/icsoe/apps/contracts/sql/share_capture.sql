-- The capture of a period, held against its signature and not against other captures.
SELECT id, provider_id, year, number, is_open, kind, sent_at, sent_by, note
FROM contracts_captureperiod
WHERE provider_id = %(provider)s AND year = %(year)s AND number = %(number)s
FOR SHARE
