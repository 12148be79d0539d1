"""Where every address of the table of permissions is looked at, and by whom."""

ANYBODY = {
    "public:home", "public:help", "public:find", "public:inquiry", "public:inquiry_registered",
    "public:article", "public:verify", "public:verify_result", "portal:enter", "portal:enter_as_clerk",
    "portal:recover", "portal:practice_letters", "console:enter", "public:published_list",
}  # fmt: skip
HOLDER = {
    "portal:board", "portal:review", "portal:receipts", "portal:receipt", "portal:profile",
    "portal:beneficiaries", "portal:beneficiary_new", "portal:beneficiary", "portal:contracts",
    "portal:contract_new", "portal:contract", "portal:contract_edit", "portal:contract_remove",
    "portal:worker_edit", "portal:load_new_period", "portal:load_new", "portal:load", "portal:clerks",
    "portal:clerk_invite", "portal:clerk", "portal:trail", "portal:sessions", "portal:complement",
    "portal:movements", "portal:draft_difference", "portal:draft_workers",
    "portal:filing_difference", "portal:filing_workers", "portal:earlier_contracts",
    "portal:carry_contract", "portal:carry_roster", "portal:calendar", "portal:mailbox", "portal:load_apply",
    "portal:clerk_move", "portal:complement_abandon", "portal:registration_remove", "portal:worker_add",
}  # fmt: skip
VOIDS = {"portal:void"}
A_CLERK = {
    "portal:providers", "portal:access_ask", "portal:security", "portal:password_change", "portal:totp_add",
    "portal:second_factor", "portal:board", "portal:review", "portal:contracts", "portal:contract",
    "portal:sessions", "portal:receipts", "portal:mailbox", "portal:profile", "portal:invitation",
    "portal:practice_letter", "portal:recover_choose", "portal:password_confirm",
}  # fmt: skip
OFFICER = {
    "console:publication", "console:inquiries", "console:inquiry", "console:calendar", "console:withdraw_day",
}  # fmt: skip
#: Addresses that show no page of their own: files, states, and acts that go on to a page.
NO_PAGE = {
    "public:live", "public:ready", "public:metrics", "public:manual_pdf", "public:template",
    "public:verify_state", "set_language", "portal:challenge", "portal:enter_with_efirma", "portal:leave",
    "portal:passkey_proof", "portal:recover_link", "portal:invitation_link", "portal:present",
    "portal:document", "portal:roster", "portal:send_to_signature", "portal:return_to_capture",
    "portal:receipt_state", "portal:receipt_pdf", "portal:receipt_json", "portal:signed_document",
    "portal:profile_save", "portal:registration_copy", "portal:beneficiary_validate",
    "portal:worker_search", "portal:worker_register", "portal:worker_change", "portal:worker_remove",
    "portal:worker_restore", "portal:load_template_period", "portal:load_template", "portal:tus_uploads",
    "portal:tus_upload", "portal:tus_arrived", "portal:load_correct", "portal:load_check_again",
    "portal:load_undo", "portal:load_discard", "portal:load_original", "portal:load_report",
    "portal:provider_pick", "portal:invitation_accept", "portal:session_keep",
    "portal:sessions_close_others", "portal:session_close", "portal:passkey_add", "portal:factor_remove",
    "console:home", "console:leave", "console:answer", "console:close", "console:file",
    "portal:correct", "portal:update", "portal:draft_workers_csv",
    "public:published_csv", "portal:receipts_archive", "portal:filing_workers_csv",
    "portal:calendar_renew", "portal:calendar_file",
}  # fmt: skip
EVERYWHERE = ANYBODY | HOLDER | VOIDS | A_CLERK | OFFICER | NO_PAGE
