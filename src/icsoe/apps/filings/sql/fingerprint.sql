-- The fingerprint of every live row that the document of a period is made of. Run it with the capture locked.
WITH contract AS (
    SELECT * FROM contracts_contract
    WHERE provider_id = %(provider)s AND year = %(year)s AND number = %(number)s
),
registration AS (SELECT * FROM providers_registration WHERE provider_id = %(provider)s),
line (content) AS (
    SELECT 'provider' || one::text FROM providers_provider AS one WHERE one.rfc = %(provider)s
    UNION ALL
    SELECT 'address' || one::text FROM providers_address AS one WHERE one.provider_id = %(provider)s
    UNION ALL
    SELECT 'registration' || one::text FROM registration AS one
    UNION ALL
    SELECT 'service' || one::text FROM providers_authorisedservice AS one
    WHERE one.registration_id IN (SELECT id FROM registration)
    UNION ALL
    SELECT 'contract' || one::text FROM contract AS one
    UNION ALL
    SELECT 'beneficiary' || one::text FROM contracts_beneficiary AS one
    WHERE one.id IN (SELECT beneficiary_id FROM contract)
    UNION ALL
    -- A list's workers are told by its version and revision: every change of theirs moves it.
    SELECT 'roster' || (one.id, one.contract_id, one.revision, one.worker_count)::text
    FROM contracts_roster AS one
    WHERE one.is_current AND one.contract_id IN (SELECT id FROM contract)
)
SELECT encode(sha256(convert_to(string_agg(content, E'\n' ORDER BY content COLLATE "C"), 'UTF8')), 'hex')
FROM line
