-- The receipt and the job that makes its PDF: both or neither.
WITH receipt AS (
    INSERT INTO receipts_receipt
        (folio, code, status, provider_rfc, type, year, number, presented_at, content)
    VALUES (
        %(folio)s, %(code)s, %(status)s, %(provider_rfc)s, %(type)s, %(year)s, %(number)s,
        %(presented_at)s, %(content)b
    )
    RETURNING id
)
SELECT
    id,
    procrastinate_defer_jobs_v1(ARRAY[
        ROW(%(queue)s, %(task)s, 0, NULL, NULL, jsonb_build_object('receipt_id', id), NULL)
    ]::procrastinate_job_to_defer_v1[])
FROM receipt
