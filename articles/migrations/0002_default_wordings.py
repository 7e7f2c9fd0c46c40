from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What to avoid, what to write instead or why, and the names of things in which it is right. A name that one row
# allows passes for all rows.
PERSON_FIRST = [
    ("addict", "Write “person with a substance use disorder” or “person with opioid use disorder”.", ""),
    ("addicted to", "Write “has an opioid use disorder”, or name what was used: “uses heroin every day”.", ""),
    ("junkie", "Write “person who uses drugs” or “person with a substance use disorder”.", ""),
    ("junky", "Write “person who uses drugs” or “person with a substance use disorder”.", ""),
    ("dope fiend", "Write “person who uses drugs” or “person with a substance use disorder”.", ""),
    ("crackhead", "Write “person who uses cocaine”.", ""),
    ("tweaker", "Write “person who uses methamphetamine”.", ""),
    ("drug user", "Write “person who uses drugs”.", ""),
    ("heroin user", "Write “person who uses heroin”.", ""),
    ("opioid user", "Write “person who uses opioids”.", ""),
    ("fentanyl user", "Write “person who uses fentanyl”.", ""),
    ("injection drug user", "Write “person who injects drugs”.", ""),
    ("IV drug user", "Write “person who injects drugs”.", ""),
    ("drug seeker", "Write what the person needs: “person who asks for relief of pain or withdrawal”.", ""),
    ("drug-seeking", "Write what the person needs: “asks for relief of pain or withdrawal”.", ""),
    ("drug offender", "Write “person who was arrested on a drug charge”.", ""),
    (
        "abuse",
        "Write “use”, or “misuse” for a prescription taken in another way than it was written.",
        "child abuse, sexual abuse, physical abuse, emotional abuse, domestic abuse, elder abuse, abuse-deterrent",
    ),
    ("abuser", "Write “person who uses drugs” or “person with a substance use disorder”.", ""),
    (
        "substance abuse",
        "Write “substance use” or “substance use disorder”.",
        "Substance Abuse and Mental Health Services Administration, Center for Substance Abuse Treatment, "
        "Substance Abuse Prevention and Treatment Block Grant",
    ),
    (
        "drug abuse",
        "Write “drug use” or “substance use disorder”.",
        "National Institute on Drug Abuse, Drug Abuse Resistance Education, Drug Abuse Screening Test",
    ),
    ("alcohol abuse", "Write “alcohol use” or “alcohol use disorder”.", "National Institute on Alcohol Abuse"),
    ("drug of abuse", "Write “drug”.", ""),
    ("drugs of abuse", "Write “drugs”.", ""),
    (
        "alcoholic",
        "Write “person with alcohol use disorder”.",
        "Alcoholics Anonymous, alcoholic drink, alcoholic beverage, alcoholic hepatitis, alcoholic liver disease, "
        "non-alcoholic, Adult Children of Alcoholics",
    ),
    ("drunks", "Write “people with alcohol use disorder”.", ""),
    ("former addict", "Write “person in recovery”.", ""),
    ("ex-addict", "Write “person in recovery”.", ""),
    ("reformed addict", "Write “person in recovery”.", ""),
    ("recovering addict", "Write “person in recovery”.", ""),
    ("get clean", "Write “stop using” or “start recovery”. People were never dirty.", ""),
    ("gets clean", "Write “stops using” or “starts recovery”. People were never dirty.", ""),
    ("getting clean", "Write “stopping use” or “starting recovery”. People were never dirty.", ""),
    ("got clean", "Write “stopped using” or “started recovery”. People were never dirty.", ""),
    ("stay clean", "Write “stay in recovery” or “not use”.", ""),
    ("stays clean", "Write “stays in recovery” or “does not use”.", ""),
    ("staying clean", "Write “staying in recovery” or “not using”.", ""),
    ("stayed clean", "Write “stayed in recovery” or “did not use”.", ""),
    ("been clean", "Write “been in recovery” or “not used”.", ""),
    ("clean and sober", "Write “in recovery”.", ""),
    ("clean time", "Write “time in recovery”.", ""),
    ("clean urine", "Write “a test that was negative”.", ""),
    ("clean test", "Write “a test that was negative”.", ""),
    ("clean drug test", "Write “a drug test that was negative”.", ""),
    ("clean needle", "Write “new, sterile needle”.", ""),
    ("dirty urine", "Write “a test that was positive”.", ""),
    ("dirty test", "Write “a test that was positive”.", ""),
    ("dirty drug test", "Write “a drug test that was positive”.", ""),
    ("dirty needle", "Write “used needle”.", ""),
    ("failed a drug test", "Write “tested positive”.", ""),
    (
        "habit",
        "Write “use” or “use disorder”: it is a disease, not a custom.",
        "sleeping habit, eating habit, daily habit, healthy habit, new habit, good habit",
    ),
    ("drug habit", "Write “drug use” or “substance use disorder”.", ""),
    ("drug problem", "Write “substance use disorder”.", ""),
    ("hooked on", "Write “has a use disorder”, and name it.", ""),
    ("strung out", "Write what is meant: in withdrawal, unwell, without sleep.", ""),
    (
        "addicted baby",
        "Write “baby in withdrawal” or “baby with prenatal opioid exposure”. Babies cannot have an addiction.",
        "",
    ),
    ("addicted babies", "Write “babies in withdrawal” or “babies with prenatal opioid exposure”.", ""),
    ("born addicted", "Write “born in withdrawal” or “born after prenatal opioid exposure”.", ""),
    ("drug baby", "Write “baby with prenatal drug exposure”.", ""),
    ("suffering from addiction", "Write “with addiction” or “living with addiction”: not everyone suffers.", ""),
    ("suffers from addiction", "Write “has an addiction” or “lives with addiction”.", ""),
    ("suffer from addiction", "Write “have an addiction” or “live with addiction”.", ""),
    ("battling addiction", "Write “with addiction” or “in treatment”: it is an illness, not a fight.", ""),
    ("addiction victim", "Write “person with addiction”.", ""),
    ("victim of addiction", "Write “person with addiction”.", ""),
    ("overdose victim", "Write “person who has overdosed” or “person who died of an overdose”.", ""),
    ("non-compliant", "Write what happened and why, such as “missed doses because the clinic was too far away”.", ""),
    ("noncompliant", "Write what happened and why, such as “missed doses because the clinic was too far away”.", ""),
    ("treatment failure", "Write “the treatment did not help”. The treatment failed, not the person.", ""),
    ("failed treatment", "Write “treatment did not help”. The treatment failed, not the person.", ""),
    ("rock bottom", "Leave it out. No one has to lose everything before treatment can help.", ""),
    (
        "drug-free",
        "Leave it out: it shuts out people who take medication for opioid use disorder.",
        "drug-free workplace",
    ),
    ("relapse", "Write “return to use” or “recurrence”.", "relapse prevention, prevent relapse, preventing relapse"),
    ("relapsed", "Write “returned to use” or “used again”.", ""),
    ("relapsing", "Write “returning to use”.", "chronic relapsing"),
    ("a slip", "Write “a return to use”.", "a slip of paper"),
    ("slipped up", "Write “used again”.", ""),
    ("fell off the wagon", "Write “used again”.", ""),
    (
        "substitution therapy",
        "Write “medication for opioid use disorder”. It does not swap one addiction for another.",
        "",
    ),
    ("substitution treatment", "Write “medication for opioid use disorder”.", ""),
    ("opioid substitution", "Write “medication for opioid use disorder”.", ""),
    (
        "replacement therapy",
        "Write “medication for opioid use disorder”. It does not swap one addiction for another.",
        "nicotine replacement therapy, hormone replacement therapy, fluid replacement therapy",
    ),
    ("opioid replacement", "Write “medication for opioid use disorder”.", ""),
    (
        "medication-assisted treatment",
        "Write “medication for opioid use disorder”: the medication is the treatment.",
        "",
    ),
    (
        "MAT",
        "Write “medication for opioid use disorder”. If readers search for the short name, give it once, in quotation marks.",
        "MAT Act",
    ),
    ("committed suicide", "Write “died by suicide”. To commit is said of crimes.", ""),
    ("commit suicide", "Write “die by suicide”. To commit is said of crimes.", ""),
]

CLAIMS = [
    (
        "cure",
        "Opioid use disorder can be treated, and people recover. No program can promise a cure.",
        "no cure, not a cure, not cure, never a cure, 21st Century Cures Act, cure hepatitis C, cures hepatitis C",
    ),
    (
        "cured",
        "Write “in recovery” or “in remission”. No program can promise a cure.",
        "hepatitis C can be cured, not cured, cannot be cured",
    ),
    ("curing", "Write “treating”.", ""),
    (
        "proven to cure",
        "No treatment for opioid use disorder is proven to cure. Say what a study measured, and cite it.",
        "",
    ),
    (
        "guarantee",
        "No one can guarantee how treatment goes. Say what is likely, for which people, and cite it.",
        "no guarantee, not a guarantee, not guarantee, cannot guarantee, can guarantee",
    ),
    (
        "guaranteed",
        "No one can guarantee how treatment goes. Say what is likely, for which people, and cite it.",
        "not guaranteed, never guaranteed, guaranteed by law",
    ),
    ("100%", "Give the number that a study found, in which people, and cite it.", ""),
    ("100 percent", "Give the number that a study found, in which people, and cite it.", ""),
    ("miracle", "Say what the treatment does, and cite it.", ""),
    (
        "the best",
        "Say best at what, for which people, and who measured it.",
        "the best time, the best way, the best thing, the best you can, the best interest",
    ),
    ("best in class", "Say what was compared, and cite it.", ""),
    ("world-class", "Say what the place has: medications on site, license, accreditation.", ""),
    ("#1", "Say who counted, when, and by which method.", ""),
    ("number one", "Say who counted, when, and by which method.", "number one cause, number one reason"),
    ("leading provider", "Say who counted, when, and by which method.", ""),
    ("painless", "Withdrawal and treatment can hurt. Say what eases it.", "not painless, never painless"),
    ("pain-free", "Withdrawal and treatment can hurt. Say what eases it.", ""),
    ("effortless", "Say what is asked of the person, and what helps.", ""),
    ("instant", "Say how long it takes, and cite it.", "instant message, instant messaging"),
    ("instantly", "Say how long it takes, and cite it.", ""),
    ("overnight cure", "Say how long it takes, and cite it.", ""),
    ("risk-free", "Every treatment has risks. Name them.", "not risk-free, never risk-free"),
    ("no side effects", "Every medication has side effects. Name the common ones.", ""),
    ("completely safe", "Say what the risks are and how they are made smaller.", ""),
    ("success rate", "Say what was measured, in which people, after how long, and cite it.", ""),
    ("permanent recovery", "Recovery is care over time. Say what helps people to stay in it.", ""),
    ("never relapse", "Return to use is common. Say what makes it less likely.", ""),
    ("breakthrough", "Say what is new, and cite it.", "breakthrough pain, breakthrough bleeding"),
]
# What an American editor would not write: docs/reference/style.md.
PLAIN = [
    ("turns an overdose around", "Write “reverses an opioid overdose”.", ""),
    ("no failure", "Write “It is common, not a failure”.", ""),
    ("weak will", "Write “It is not weakness”.", ""),
    ("nothing much", "Write “almost nothing”.", ""),
    ("where the law allows", "Write what the law allows in this state, with the year.", ""),
    ("whom to call", "Write “who to call”.", ""),
    ("what became of", "Write “what happened to”.", ""),
    ("bare proof", "Write “a basic record”.", ""),
    ("on working days", "Write “on weekdays”.", ""),
    ("tells of", "Write “tells you about”.", ""),
    ("opens nothing", "Write “no longer works”.", ""),
    ("hardly breathes", "Write “is barely breathing”.", ""),
    ("a lot to drink", "Write “plenty of water”: it can be read as alcohol.", ""),
]


def wordings() -> list[dict[str, str]]:
    return [
        {"kind": kind, "avoid": avoid, "instead": instead, "allowed_in": allowed_in}
        for kind, rows in (("person-first", PERSON_FIRST), ("claim", CLAIMS), ("plain", PLAIN))
        for avoid, instead, allowed_in in rows
    ]


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Adds the rows that are not there yet; what editors wrote stays."""
    wording = apps.get_model("articles", "Wording")
    wording.objects.bulk_create([wording(**row) for row in wordings()], ignore_conflicts=True)


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes away what was added, unless an editor has changed it since."""
    wording = apps.get_model("articles", "Wording")
    for row in wordings():
        wording.objects.filter(**row).delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(fill, empty)]
