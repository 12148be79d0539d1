-- The bytes of that hash, unless they are kept already.
INSERT INTO filings_frozenbytes (sha256, content, size)
VALUES (%(sha256)s, %(content)b, %(size)s)
ON CONFLICT DO NOTHING
