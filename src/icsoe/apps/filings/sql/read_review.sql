-- What was shown, its document, and the filing that the idempotency key made if it made one; always one row.
SELECT
    review.id, review.provider_id, review.year, review.number, review.type, review.replaces_id,
    review.document_id, review.contract_count, review.worker_count, review.frozen_at, review.fingerprint,
    review.captured_by,
    frozen.content,
    (SELECT id FROM filings_filing WHERE provider_id = %(provider)s AND idempotency_key = %(key)s) AS known
FROM (VALUES (1)) AS always
LEFT JOIN filings_review AS review ON review.provider_id = %(provider)s AND review.year = %(year)s
    AND review.number = %(number)s AND review.document_id = %(document)s
LEFT JOIN filings_frozenbytes AS frozen ON frozen.sha256 = review.document_id
