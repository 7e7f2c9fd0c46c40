"""What the database refuses about programs, whoever asks. `rehabsite.guards` makes the triggers."""

# Spaces, tabs and line ends; both databases trim only spaces by themselves.
_BLANK = "TRIM(NEW.{column}, ' \t\r\n') = ''"
_PROGRAM_PUBLISHED = "SELECT 1 FROM programs_program p WHERE p.published_on IS NOT NULL AND p.id = "
_PROPOSED = ("phase_id", "program_id", "words", "saved_by_id", "saved_at")

GUARDS = [
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
