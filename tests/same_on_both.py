"""Tests that run on SQLite alone, because another database could not make them end differently.

All others that use a database run on PostgreSQL as well: whatever a database refuses, locks, counts, orders, finds,
imports or takes back. A file stands here only if it looks at what Python makes of rows that other files have read or
written on both: a page's words, a mail's text, a picture, who may press a button, the looks of a form.
`tests/site/test_same_on_both.py` refuses one that names a database's own features. Of a test that asks the same of the
database in each of its cases, PostgreSQL runs some: `CASES`.

To run such a file on PostgreSQL all the same, name it on the command line.
"""

from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
# Why, and which: a folder, a file, or one test of a file that otherwise runs on both.
FILES: dict[str, tuple[str, ...]] = {
    "Pictures, previews and bytes. The rows behind them are read in `site/test_seed.py`.": (
        *("articles/test_cards_kept.py", "articles/test_previews.py", "programs/test_pictures.py"),
        *("site/test_page_weight.py", "markup/test_views.py", "markup/test_pasting.py"),
        *("articles/test_traveling_pictures.py", "site/test_page_costs.py::test_no_page_is_heavier_than_this"),
        "site/test_page_costs.py::test_parts_that_are_rendered_once_say_what_each_page_would_say",
        "articles/test_cards.py::TestGoingLive::test_in_the_demo_each_says_that_its_reviewer_is_invented",
        *(f"articles/test_cards.py::{name}" for name in ("TestThePage", "TestWhatIsSaid")),
        "articles/test_cards.py::TestGoingLive::test_when_newer_words_take_the_place",
        "articles/test_cards.py::TestGoingLive::test_when_older_words_come_back",
        "articles/test_cards.py::TestGoingLive::test_when_a_withdrawn_article_returns",
        "articles/test_cards.py::TestWithdrawing::test_caches_have_to_ask_each_time",
        "articles/test_cards.py::TestWhenThatChanges::test_the_site_s_name_is_drawn_anew_by_the_command",
        "articles/test_cards.py::TestWhenThatChanges::test_a_name_that_comes_back_is_on_the_page_again",
        "markup/test_images.py::TestRefusing",
        "markup/test_images.py::TestStoring::test_nothing_is_made_larger",
        "markup/test_images.py::TestStoring::test_a_very_tall_one_is_made_to_fit",
        "markup/test_images.py::TestStoring::test_any_kind_of_pixels",
        "markup/test_images.py::TestStoring::test_transparent_parts_stay",
        "markup/test_images.py::TestStoring::test_it_is_turned_upright",
        "markup/test_images.py::TestStoring::test_nothing_but_pixels_is_kept",
        "markup/test_images.py::TestStoring::test_a_telephones_picture_of_two_views_is_its_first",
        "markup/test_images.py::TestMoving::test_its_bytes_are_not_taken_as_they_are",
        "markup/test_images.py::TestMoving::test_another_name_is_refused",
        "site/test_seed.py::test_every_page_keeps_the_rules",
        "site/test_seed.py::test_an_invented_person_is_marked_where_they_are_named_and_named_to_no_machine",
    ),
    "A page's words and parts. `site/test_no_server_error.py` and `site/test_seed.py` open each one.": (
        *("articles/test_article_page.py", "articles/test_checking.py", "articles/test_links.py"),
        *("contact/test_desk_words.py", "contact/test_form.py", "contact/test_form_facility.py"),
        *("contact/test_form_pages.py", "contact/test_part2.py", "facilities/test_asking.py"),
        *("facilities/test_cards.py", "facilities/test_facility_page.py", "programs/test_phase_pages.py"),
        *("programs/test_program_pages.py", "site/test_admin_words.py", "site/test_help_lines.py"),
        "facilities/test_relationship.py::test_the_label_stands_wherever_the_name_stands",
        *("site/test_help_texts.py", "site/test_pages.py", "site/test_privacy.py", "site/test_staying_private.py"),
        "articles/test_admin_pages.py::test_the_list_says_where_each_article_stands",
        "articles/test_admin_pages.py::test_a_comparison_needs_two_revisions_of_the_article",
        "articles/test_calendar.py::TestThePage::test_what_is_no_month_is_not_found",
        "articles/test_calendar.py::TestThePage::test_it_can_be_narrowed_to_one_kind",
        "articles/test_related.py::TestArticles::test_there_is_a_cap",
        "articles/test_related.py::TestQuestions::test_there_is_a_cap",
        "articles/test_terms.py::TestWordsInAnArticle::test_only_reviewed_ones_and_not_too_many",
        "contact/test_choosing.py::test_it_shows_what_is_sent_field_by_field_and_all_that_is_kept_as_proof",
        "contact/test_choosing.py::test_ticking_none_is_fine",
        "contact/test_choosing.py::test_a_fourth_is_refused_and_the_ticks_stay",
        "contact/test_choosing.py::test_a_page_of_last_week_is_shown_anew",
        "contact/test_choosing.py::test_the_page_is_private",
        "contact/test_desk.py::test_the_page_shows_the_open_facts_and_no_word",
        "contact/test_desk_list.py::test_a_reference_is_found_however_it_is_typed",
        "contact/test_exporting.py::TestCopy::test_the_reference_as_people_write_it",
        "contact/test_exporting.py::TestCopy::test_no_link_and_no_name_of_staff_is_in_it",
        "contact/test_exporting.py::TestRefused::test_with_another_key",
        "contact/test_exporting.py::TestRefused::test_with_what_is_no_key",
        "contact/test_exporting.py::TestRefused::test_without_the_private_key",
        "contact/test_desk_list.py::test_nothing_else_can_be_asked_of_a_row",
        "contact/test_forwarded_page.py::test_without_the_private_key_it_says_what_is_missing",
        "contact/test_forwarded_page.py::test_an_answer_that_is_none_changes_nothing",
        "contact/test_forwarded_page.py::test_a_seal_that_was_tampered_with_is_loud_and_shows_nothing",
        "contact/test_forwarded_page.py::test_what_was_written_is_never_markup",
        "contact/test_inquiry_page.py::test_a_fresh_inquiry_is_greeted",
        "contact/test_inquiry_page.py::test_it_names_what_we_hold_and_never_what_was_written",
        "contact/test_inquiry_page.py::test_the_day_it_names_is_the_day_after_which_words_go",
        "contact/test_inquiry_page.py::test_a_place_is_named_with_what_came_of_it",
        "contact/test_inquiry_page.py::test_how_far_the_telling_is",
        "contact/test_inquiry_page.py::test_each_opening_and_the_answer_are_told",
        "contact/test_inquiry_page.py::test_our_own_teams_opening_is_told_without_a_name",
        "contact/test_inquiry_page.py::test_what_stands_no_more_says_why",
        "contact/test_inquiry_page.py::test_withdrawing_asks_first_and_changes_nothing_by_looking",
        "contact/test_inquiry_page.py::test_what_was_read_before_is_said",
        "contact/test_inquiry_page.py::test_deleting_asks_first",
        "contact/test_private_pages.py::test_no_answer_names_its_address_to_anybody_else",
        "contact/test_private_pages.py::test_no_title_tells_what_the_page_is_about",
        "contact/test_private_pages.py::test_no_log_tells_a_link_or_a_word",
        "contact/test_private_pages.py::test_after_an_answer_only_the_other_one_is_offered",
        "facilities/test_city_page.py::test_a_place_without_a_phone_says_so_in_the_list",
        "facilities/test_city_page.py::test_a_sheet_to_print_has_all_places_and_keeps_the_choices",
        "facilities/test_city_page.py::test_picks_survive_pages_and_are_kept_for_nobody_else",
        "facilities/test_city_page.py::test_search_engines_know_the_whole_list_alone",
        "facilities/test_city_page.py::test_the_count_is_the_heading_to_which_the_form_leads",
        "facilities/test_city_page.py::test_who_pays_is_marked_and_stands_no_higher",
        "facilities/test_list.py::test_a_list_has_an_end",
        "facilities/test_list.py::test_a_long_list_is_sent_as_far_as_links_go",
        "facilities/test_list.py::test_it_stays_out_of_search_engines",
        "facilities/test_list.py::test_lists_have_boxes",
        "facilities/test_list.py::test_one_is_taken_off",
        "facilities/test_list.py::test_picks_go_along_to_a_page_a_choice_and_a_new_place",
        "facilities/test_list.py::test_what_is_sent_has_names_and_numbers_and_no_place_of_the_reader",
        "facilities/test_list.py::test_without_a_place_they_stand_as_picked",
        "facilities/test_near.py::test_whoever_typed_a_line_finds_it_first",
        "facilities/test_near.py::test_whoever_typed_what_is_no_place_hears_of_other_ways",
        "facilities/test_near.py::test_far_from_everything_it_says_so_and_offers_telehealth",
        "facilities/test_near.py::test_no_engine_indexes_what_was_typed",
        "facilities/test_near.py::test_nothing_typed_is_a_page_with_the_field",
        "facilities/test_near.py::test_where_nothing_fits_it_says_which_choice_to_drop",
        "facilities/test_near.py::test_twenty_cards_are_small",
        "facilities/test_ranking_pages.py::test_the_demo_shows_a_ranking_of_each_city_with_a_second_version",
        "articles/test_lists.py::test_a_summary_is_plain_text_and_says_all_of_it",
        "articles/test_lists.py::test_an_entry_keeps_its_id_when_its_address_changes",
        "articles/test_lists.py::test_an_entry_s_day_is_the_site_s",
        "articles/test_lists.py::test_the_feed_has_whole_articles_with_absolute_addresses",
        "articles/test_lists.py::test_a_person_s_page_shows_who_they_are_and_what_they_made",
        "articles/test_lists.py::test_an_invented_person_is_said_to_be_invented",
        "articles/test_lists.py::test_without_a_summary_there_is_none",
        "articles/test_related.py::TestQuestions::test_all_that_an_editor_chose_are_shown",
        "articles/test_terms.py::TestThePage::test_a_long_one_is_paged_and_its_first_page_leads_to_each_word",
        "articles/test_terms.py::TestWordsInAnArticle::test_short_forms_in_capitals_do_not_match_other_words",
        "articles/test_terms.py::TestWordsInAnArticle::test_the_longest_name_wins_and_parts_of_words_do_not_count",
        "articles/test_terms.py::TestWordsInAnArticle::test_they_come_in_the_texts_order_each_once_under_any_of_their_names",
        "contact/test_private_pages.py::test_a_link_that_opens_nothing_does_not_say_why",
        "facilities/test_ranking_pages.py::test_a_tie_is_shown_as_a_tie",
        "facilities/test_ranking_pages.py::test_demo_data_says_so",
        "facilities/test_ranking_pages.py::test_each_row_opens_to_why",
        "facilities/test_ranking_pages.py::test_names_from_the_directory_are_text",
        "facilities/test_ranking_pages.py::test_the_data_block_has_no_rating",
        "facilities/test_ranking_pages.py::test_the_method_page_is_the_table_that_the_code_uses",
        "programs/test_admin_programs.py::test_both_for_one_phase_is_refused_with_all_still_typed",
        "programs/test_admin_programs.py::test_the_preview_shows_proposed_words_as_readers_will_see_them",
        "programs/test_admin_programs.py::test_the_words_a_site_begins_with_can_be_reviewed_as_they_are",
        "site/test_search_page.py::test_results_stay_out_of_caches_and_search_engines",
        "site/test_search_page.py::test_it_keeps_the_rules_of_all_pages",
        "site/test_search_page.py::test_what_was_typed_and_what_was_written_is_only_text",
        "site/test_search_page.py::test_a_page_that_is_not_there_is_not_found",
        "site/test_search_page.py::test_the_form_stands_where_people_look",
    ),
    "What a form gives back before it asks the database anything.": (
        "contact/test_desk_others.py::test_what_tells_nobody_safely_is_refused",
        "contact/test_desk_others.py::test_words_that_leave_out_what_a_permission_needs_are_refused",
        "contact/test_form_hostile.py::test_a_filled_in_trap_is_emptied_and_said",
        "contact/test_form_hostile.py::test_a_missing_or_forged_start_is_given_back",
        "contact/test_form_hostile.py::test_a_page_from_last_week_is_given_back",
        "contact/test_form_hostile.py::test_a_person_takes_longer",
        "contact/test_form_hostile.py::test_the_trap_has_a_label",
        "contact/test_form_hostile.py::test_what_comes_too_fast_is_given_back_and_then_taken",
        "contact/test_form_hostile.py::test_what_is_far_too_much_is_refused_with_a_sentence",
        "contact/test_form_hostile.py::test_what_is_too_long_is_counted_and_kept",
        "contact/test_mail_addresses.py::test_the_form_refuses_it",
        "articles/test_saving.py::test_line_ends_and_outer_blank_lines_are_no_change",
        "articles/test_source_rows.py::test_a_row_that_was_emptied_is_gone",
        "articles/test_source_rows.py::test_a_source_that_was_changed_leaves_the_others_alone",
        "articles/test_source_rows.py::test_sources_that_nobody_touched_stay",
        "review/test_corrections.py::TestSigning::test_blanks_that_make_other_markup_are_no_blanks",
        "review/test_corrections.py::TestSigning::test_more_than_the_text_is_no_spelling",
        "review/test_corrections.py::TestSigning::test_nor_does_a_writer_begin_one",
        "review/test_corrections.py::TestSigning::test_only_an_editor_signs",
        "review/test_corrections.py::TestSigning::test_what_readers_do_not_see_has_none",
    ),
    "What travels in files. `articles/test_importing_again.py` and `site/test_seed.py` read and write the rows.": (
        "articles/test_importing_again.py::TestQuestions::test_a_reviewed_file_changes_an_answer_and_readers_see_it",
        "articles/test_importing_again.py::TestQuestions::test_an_unreviewed_file_cannot_take_an_answer_from_readers",
        "articles/test_importing_again.py::test_a_changed_file_with_a_review_changes_the_page",
        "articles/test_importing_again.py::test_a_changed_file_without_a_review_is_a_draft_on_top",
        "articles/test_importing_again.py::test_a_newer_review_of_the_same_words_is_taken_over",
        "articles/test_importing_again.py::test_a_review_added_later_publishes_the_draft",
        "articles/test_exporting.py::TestDemo::test_an_export_makes_the_same_pages_elsewhere",
    ),
    "Letters and hooks, once their row is there. Rows that wait and are sent: `contact/test_delivery_outbox.py`.": (
        *("contact/test_delivery_mails.py", "contact/test_error_mails.py", "contact/test_telling.py"),
        "contact/test_webhook.py",
    ),
    "Roles, steps and sign-in: tables in Python. What they write: `articles/test_publishing.py`.": (
        *("articles/test_admin_steps.py", "articles/test_admin_writing.py", "review/test_messages.py"),
        *("site/test_presence.py", "site/test_staffsite.py", "review/test_machine.py"),
        "contact/test_desk_roles.py::test_no_list_of_editors_can_be_filtered_by_what_the_desk_holds",
        "contact/test_desk_roles.py::test_no_page_of_editors_names_an_inquiry",
        "contact/test_desk_roles.py::test_the_desk_sees_nothing_that_editors_work_on",
        "contact/test_desk_roles.py::test_without_a_log_in_or_its_second_step_every_address_leads_to_the_log_in",
        "contact/test_recipient_history.py::test_nobody_else_reads_it",
        "facilities/test_cities.py::test_nobody_but_a_site_manager_deletes_one",
        "articles/test_publishing.py::TestScheduling::test_the_time_has_to_be_still_to_come",
        "articles/test_publishing.py::TestWithdrawing::test_it_takes_a_reason_and_a_live_article",
        "articles/test_publishing.py::TestWithdrawing::test_it_takes_the_right_to_publish",
        "articles/test_saving.py::TestReviewAgain::test_it_is_refused_while_a_newer_revision_is_under_way",
        "articles/test_saving.py::TestReviewAgain::test_it_takes_a_role_that_hands_in",
        "contact/test_delivery_worker.py::test_the_log_names_codes_and_keys_alone",
        "facilities/test_admin_directory.py::test_a_facility_that_pays_cannot_take_inquiries_and_the_form_says_what_to_do",
        "facilities/test_admin_directory.py::test_writers_look_and_change_nothing",
        "facilities/test_ranking_steps.py::test_a_writer_neither_makes_nor_publishes",
        "facilities/test_ranking_steps.py::test_the_admin_says_why_it_refuses",
        "programs/test_admin_programs.py::test_each_role_is_offered_its_steps",
        "programs/test_admin_programs.py::test_who_may_look",
        "review/test_corrections.py::TestSigning::test_a_colleague_does_not_take_the_saver_away",
        "review/test_corrections.py::TestSigning::test_it_is_no_review_for_what_comes_after",
        "review/test_own_work.py::TestGoingLive::test_not_when_the_editor_may_no_longer_publish",
        "review/test_own_work.py::TestGoingLive::test_not_when_the_editor_was_switched_off",
        "review/test_steps.py::TestReviewing::test_again_has_to_be_later_than_today",
        "review/test_steps.py::TestReviewing::test_a_log_in_without_a_person_cannot_sign",
        "review/test_steps.py::TestReviewing::test_a_review_that_was_taken_back_does_not_count",
        "review/test_steps.py::TestReviewing::test_a_reviewer_whom_readers_cannot_check_is_refused",
        "review/test_steps.py::TestReviewing::test_nobody_reviews_what_they_saved",
        "review/test_steps.py::TestReviewing::test_nobody_reviews_what_they_wrote",
        "review/test_steps.py::TestReviewing::test_the_same_reviewer_may_review_again",
        "review/test_steps.py::TestReviewing::test_words_that_somebody_else_has_reviewed_since_count_no_more",
        "site/test_attempts.py::test_a_network_of_ipv6_is_one_place",
        "site/test_attempts.py::test_a_place_is_limited_however_many_names_it_tries",
        "review/test_steps.py::test_a_step_takes_the_role_and_the_state",
        "contact/test_desk_roles.py::test_editorial_roles_are_refused_everywhere",
        "contact/test_desk_roles.py::test_editorial_roles_are_told_of_nothing",
    ),
    "Headers, hosts and counters of the server.": (
        *("site/test_metrics.py", "site/test_middleware.py", "site/test_object_storage.py"),
        *("site/test_sameorigin.py", "visitors/test_counting.py"),
        "site/test_no_server_error.py::TestNobodyGetsAnErrorOfTheServer::test_by_a_header",
        "site/test_settings.py::test_what_a_site_for_the_public_should_not_do_is_warned_of",
        "site/hot/test_layer.py::test_a_head_request_gets_the_headers_of_the_page",
        "site/hot/test_layer.py::test_a_host_that_is_not_ours_is_refused_also_for_kept_pages",
        "site/hot/test_layer.py::test_a_new_day_renders_anew",
        "site/hot/test_layer.py::test_a_page_that_is_not_there_is_not_found_and_not_kept",
        "site/hot/test_layer.py::test_it_is_compressed_better_when_there_is_time",
        "site/hot/test_layer.py::test_it_says_all_that_django_says",
        "site/hot/test_layer.py::test_no_page_of_another_path_is_kept_or_served_under_a_prefix",
        "site/hot/test_layer.py::test_no_query_makes_a_page_of_its_own",
        "site/hot/test_layer.py::test_nothing_but_the_address_gets_into_a_kept_page",
        "site/hot/test_layer.py::test_one_render_serves_all_encodings",
        "site/hot/test_layer.py::test_what_is_not_for_everyone_is_not_kept",
        "site/hot/test_layer.py::test_who_has_the_page_already_is_told_so",
    ),
    "In a browser. What it shows is what the pages' own tests see.": ("journeys",),
}

# Tests whose cases send the same statements with other values, or make the same rows: how the cases begin that
# PostgreSQL runs. All others differ from these in Python.
CASES: dict[str, tuple[str, ...]] = {
    # Someone who may do everything.
    "articles/test_admin_pages.py::test_every_other_row_opens": ("None",),
    "articles/test_admin_pages.py::test_every_page_of_an_article_opens": ("None",),
    "articles/test_admin_pages.py::test_lists_and_forms_open_for_those_who_may": ("None",),
    "articles/test_calendar.py::TestThePage::test_the_first_page_leads_to_it_and_it_leads_to_the_work": ("editor",),
    # What breaks is Python, and what it had written by then is taken back.
    "contact/test_discretion.py::test_a_crash_anywhere_leaves_no_word_behind": ("choose-crash", "note-database_away"),
    # The answer of a mail server.
    "contact/test_delivery_outbox.py::test_what_was_refused_for_good_needs_a_person_at_once": ("mail-refused",),
    "contact/test_delivery_worker.py::test_a_refusal_for_now_waits_and_one_for_good_needs_a_person": ("later", "drop"),
    "contact/test_delivery_worker.py::test_what_is_no_address_adds_no_header_and_needs_a_person": ("no address",),
    # Words that a person shows, on a card.
    "articles/test_cards.py::TestWhenThatChanges::test_what_a_person_is_called_is_drawn_anew_after_it_is_saved": (
        "credentials",
    ),
    # What was typed is read in Python, until words and names are left to look for.
    "contact/test_choosing.py::test_what_was_not_shown_cannot_be_added": ("\\xe9",),
    "facilities/test_near.py::test_what_was_typed_is_understood_or_the_heading_says_why_not": (
        *("79901-Care", "799-", "el paso tx", "Espanola", "NYC", "El Paso County", "77352", "79999", "Springfield"),
        *("mt vernon", "xyzzyville", "methadone near me", "<script>"),
    ),
    "site/test_names.py::test_a_tag_that_looks_like_another_is_refused": ("methadone", "Metha"),
    "site/test_search_page.py::test_any_query_is_answered": ("'\\", "'a", "'%", "'<", "'_", "'$", "'x", "'1"),
    # Choices, names and streets are compared in Python.
    "facilities/test_city_page.py::test_it_shows_what_was_asked_for": ("-", "?medicine", "?payment=medicaid&sort"),
    "facilities/test_city_page.py::test_what_means_nothing_falls_away": ("?payment=%", "?page=99", "?sort"),
    "facilities/test_near.py::test_a_page_asks_the_database_six_times_at_most": ("40",),
    "facilities/test_relationship.py::test_no_score_no_place_and_no_byte_changes": ("flat-fee-harbor",),
    "facilities/test_same_place.py::test_a_place_is_never_delisted_by_its_own_bad_row": (
        "{'name1': None}",
        "{'name1': 'x",
    ),
    "facilities/test_same_place.py::test_a_place_written_another_way_is_proposed_and_keeps_what_editors_set": (
        *("{'name1': 'Paper Heron Clinic Inc'}", "{'name1': 'Pap", "{'zip'"),
    ),
    "facilities/test_same_place.py::test_another_place_is_not_whatever_number_it_has": ("{'city'",),
    "facilities/test_same_place.py::test_what_only_looks_different_is_the_same_at_once": (
        "{'zip'",
        "{'name1': 'Paper",
    ),
    "markup/test_images.py::TestMoving::test_the_name_survives": ("RGB]",),
    "facilities/test_city_page.py::test_counts_say_that_all_are_invented": ("/cities/",),
    "facilities/test_ranking_steps.py::test_a_facility_is_named_by_its_address": ("https",),
    "facilities/test_import_matches.py::test_another_name_phone_or_zip_is_another_facility": ("other0",),
    "review/test_own_work.py::test_nobody_is_added_under_a_name_that_looks_like_anothers": ("R\\xf3b", "R\\u043eb"),
    # Of each kind of words the rows are written and read in `review/test_steps.py`.
    "review/test_own_work.py::test_a_comma_by_a_colleague": ("article", "program"),
    "review/test_own_work.py::test_a_person_joined_to_another_log_in": ("article",),
    "review/test_own_work.py::test_only_the_writer_field_changed": ("article",),
    "review/test_own_work.py::test_typed_under_a_colleagues_name": ("question",),
    "review/test_own_work.py::test_words_reviewed_since_are_nobodys_unreviewed_work": ("term",),
    "review/test_own_work.py::test_a_writer_whose_name_looks_like_the_reviewers": (
        "article-R\\xf3",
        "article-R\\u043e",
        "term-R. ",
    ),
}


def is_same(path: Path) -> bool:
    """Whether a whole test file, or a folder of them, runs on SQLite alone."""
    return not {HERE / name for name in _names()}.isdisjoint((path, *path.parents))


def is_test_same(name: str) -> bool:
    """Of one test, by pytest's name for it."""
    if any(name.startswith(f"tests/{one}") for one in _names()):
        return True
    test, _, case = name.removeprefix("tests/").partition("[")
    return test in CASES and not case.startswith(CASES[test])


def is_asked_for(path: Path, arguments: Iterable[str]) -> bool:
    """By its own name, not by a folder's that it is in."""
    return any(Path(argument.partition("::")[0]).resolve() == path for argument in arguments)


def _names() -> list[str]:
    return [name for names in FILES.values() for name in names]
