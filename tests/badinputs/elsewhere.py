"""Families of faults that are no files: which test elsewhere holds their law."""

HELD = {
    64: "test_dollars_and_underscores_are_letters_of_a_name",
    71: "test_a_changed_theme_recomputes_counts_and_tokens_but_reads_nothing_again",
    73: "test_a_damaged_record_of_the_store_is_made_again",
    83: "test_the_same_tables_give_the_same_bytes_on_any_day_and_hash_seed",
    85: "test_the_same_plans_give_the_same_bytes",
    86: "test_without_any_font_the_error_names_the_cure_in_both_languages",
    87: "test_a_whole_run_with_figures_fetches_nothing",
    88: "test_a_reader_that_takes_too_much_memory_is_stopped",
    89: "test_the_number_of_plans_decides_what_may_be_said",
    90: "test_a_new_town_is_new_and_moves_of_others_are_its_effect",
    91: "test_a_removed_town_leaves_no_trace",
}
"""Family -> the name of the test that holds it."""
