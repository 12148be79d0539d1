-- What is kept of a certificate: itself, and the newest good answer about it between two instants.
SELECT
    seen.id, seen.number, seen.sha256, seen.rfc, seen.name, seen.der, seen.issuer_der,
    seen.not_before, seen.not_after, seen.first_seen_at,
    good.id AS check_id, good.certificate_id AS check_certificate_id, good.status AS check_status,
    good.checked_at AS check_checked_at, good.produced_at AS check_produced_at,
    good.revoked_at AS check_revoked_at, good.nonce AS check_nonce, good.raw AS check_raw,
    good.reason AS check_reason
FROM access_seencertificate AS seen
LEFT JOIN LATERAL (
    SELECT * FROM access_revocationcheck AS one
    WHERE one.certificate_id = seen.id AND one.status = 'good'
        AND one.produced_at > %(after)s AND one.produced_at <= %(until)s
    ORDER BY one.checked_at DESC
    LIMIT 1
) AS good ON true
WHERE seen.sha256 = %(sha256)s
