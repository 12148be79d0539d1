-- Bring the lines to what the filings in force say, in one statement: both halves see one snapshot, so a filing
-- that takes another's place meanwhile is either wholly in or wholly out. A filing never changes but its state.
WITH retired AS (
    UPDATE publication_publishedcontract AS line SET until = %(version)s
    WHERE line.until IS NULL
        AND NOT EXISTS (SELECT FROM filings_filing WHERE id = line.filing_id AND state = 'in_force')
    RETURNING 1
),
added AS (
    INSERT INTO publication_publishedcontract (
        filing_id, year, number, provider_name, provider_type, beneficiary_name, beneficiary_type,
        contract_folio, service_folio, service_text, start_date, end_date, workers,
        filing_type, filing_folio, presented_on, words, since
    )
    SELECT
        filing.id, filing.year, filing.number,
        said.document -> 'provider' ->> 'name',
        said.document -> 'provider' ->> 'person_type',
        contract -> 'beneficiary' ->> 'name',
        contract -> 'beneficiary' ->> 'person_type',
        contract ->> 'folio',
        contract ->> 'service_folio',
        contract ->> 'service_text',
        (contract ->> 'start_date')::date,
        (contract ->> 'end_date')::date,
        (contract ->> 'workers')::integer,
        filing.type, filing.folio,
        (filing.presented_at AT TIME ZONE 'America/Mexico_City')::date,
        array_to_tsvector(icsoe_search_words(
            (said.document -> 'provider' ->> 'name') || ' ' || (contract -> 'beneficiary' ->> 'name')
        )),
        %(version)s
    FROM filings_filing AS filing
    JOIN filings_frozenbytes AS frozen ON frozen.sha256 = filing.document_id
    CROSS JOIN LATERAL (SELECT convert_from(frozen.content, 'UTF8')::jsonb AS document OFFSET 0) AS said
    CROSS JOIN LATERAL jsonb_array_elements(said.document -> 'contracts') AS contract
    WHERE filing.state = 'in_force' AND filing.contract_count > 0
        AND NOT EXISTS (
            SELECT FROM publication_publishedcontract AS line
            WHERE line.filing_id = filing.id AND line.until IS NULL
        )
    ORDER BY filing.id, contract ->> 'folio'
    RETURNING 1
)
SELECT (SELECT count(*) FROM retired) AS retired, (SELECT count(*) FROM added) AS added
