"""What the database refuses about programs and rankings, whoever asks. `rehabsite.guards` makes the triggers."""

_PUBLISHED = "SELECT 1 FROM programs_ranking r WHERE r.published_on IS NOT NULL AND r.id = "

# Spaces, tabs and line ends; both databases trim only spaces by themselves.
_BLANK = "TRIM(NEW.{column}, ' \t\r\n') = ''"
_PROGRAM_PUBLISHED = "SELECT 1 FROM programs_program p WHERE p.published_on IS NOT NULL AND p.id = "
_PROPOSED = ("phase_id", "program_id", "words", "saved_by_id", "saved_at")

PROGRAM_GUARDS = [
    (
        "published_program_has_five_phases",
        "programs_program",
        ("INSERT", "UPDATE"),
        "NEW.published_on IS NOT NULL AND"
        " (SELECT COUNT(*) FROM programs_programphase p WHERE p.program_id = NEW.id) <> 5",
        "A published program describes each of the five phases, or says why it is not part of it.",
    ),
    (
        "published_program_keeps_its_phases",
        "programs_programphase",
        ("DELETE",),
        f"EXISTS ({_PROGRAM_PUBLISHED} OLD.program_id)",
        "A published program keeps its five phases. Take the program from readers first.",
    ),
    (
        "phase_stays_with_its_program",
        "programs_programphase",
        ("UPDATE",),
        "NEW.program_id <> OLD.program_id OR NEW.phase_id <> OLD.phase_id",
        "What a program says of a phase stays with that program and phase.",
    ),
    (
        "program_phase_is_not_blank",
        "programs_programphase",
        ("INSERT", "UPDATE"),
        f"{_BLANK.format(column='description')} AND {_BLANK.format(column='not_part_because')}",
        "Describe the phase, or say why it is not part of the program.",
    ),
    (
        "proposal_keeps_its_words",
        "programs_proposal",
        ("UPDATE",),
        " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _PROPOSED),
        "A proposal keeps its words. Save a new one.",
    ),
]

GUARDS = [
    (
        "published_ranking_never_changes",
        "programs_ranking",
        ("UPDATE", "DELETE"),
        "OLD.published_on IS NOT NULL",
        "A published ranking never changes. Make a new one.",
    ),
    (
        "published_ranking_gets_no_more_rows",
        "programs_rankedfacility",
        ("INSERT",),
        f"EXISTS ({_PUBLISHED} NEW.ranking_id)",
        "A published ranking keeps its rows. Make a new one.",
    ),
    (
        "published_ranking_keeps_its_rows",
        "programs_rankedfacility",
        ("UPDATE", "DELETE"),
        f"EXISTS ({_PUBLISHED} OLD.ranking_id)",
        "A published ranking keeps its rows. Make a new one.",
    ),
    (
        "no_row_moves_into_a_published_ranking",
        "programs_rankedfacility",
        ("UPDATE",),
        f"EXISTS ({_PUBLISHED} NEW.ranking_id)",
        "A published ranking keeps its rows. Make a new one.",
    ),
    *PROGRAM_GUARDS,
]
