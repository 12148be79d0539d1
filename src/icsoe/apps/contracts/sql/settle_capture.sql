UPDATE contracts_captureperiod
SET is_open = %(is_open)s, kind = %(kind)s, sent_at = NULL, sent_by = '', note = ''
WHERE id = %(id)s
