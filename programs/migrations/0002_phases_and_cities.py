"""The five phases of care, and the two cities that the site begins with."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from markup.rendering import render

PHASES = (
    (
        "detoxification",
        "Detoxification",
        "withdrawal management",
        "Care while the body gets used to being without opioids. It eases withdrawal. It is not treatment by itself.",
        """\
Withdrawal from opioids feels very bad: aches, sweating, vomiting, diarrhea, no sleep, fear. Detoxification, also
called withdrawal management, is care for those days. Staff can give medicine that eases the symptoms, give fluids,
and watch for other illness.

::: warning
**Your body forgets.** After detox your body can no longer handle the amount you used before. Many overdoses happen
in the days and weeks that follow. Ask for a plan and for naloxone before you leave.
:::

## You may not need it

People who start methadone or buprenorphine [do not have to go through detox first][who]. The medicine itself takes
withdrawal away. Naltrexone is different: it can only be started after some days without any opioids.

## Tell the staff about alcohol and benzodiazepines

Stopping these suddenly can cause seizures. That needs medical care, and it is another danger than opioid withdrawal.

## Questions to ask

- Which medicines do you use to ease withdrawal?
- Can I start methadone or buprenorphine here, and stay on it?
- Who will see me in the week after I leave?
- Will I get naloxone to take home?

[who]: https://www.ncbi.nlm.nih.gov/books/NBK310652/ "World Health Organization, 2009"
""",
    ),
    (
        "medication",
        "Medication",
        "medication for opioid use disorder",
        "Methadone, buprenorphine or naltrexone. The part of care that does most to keep people alive.",
        """\
Three medicines are [approved for opioid use disorder in the United States][fda]: methadone, buprenorphine and
naltrexone. Methadone and buprenorphine stop withdrawal and craving, and they lower the risk of dying from an
overdose. Naltrexone blocks the effect of opioids.

Methadone
: Taken each day, at first at an opioid treatment program. Only these programs can give it for opioid use disorder.

Buprenorphine
: A film or tablet under the tongue, or an injection. [Any clinician who may prescribe controlled medicines can
  prescribe it][waiver]. No special permit is needed any more.

Naltrexone
: Not an opioid. You need [about 7 to 10 days without any opioids][fda] before the first dose, and longer after
  methadone. Else it brings on sudden withdrawal.

## How long

As long as it helps you. There is no set end. Stopping is the risky time, so plan it with your prescriber.

## You do not have to earn it

Counseling helps many people and should be offered. But [medicine should not be held back][letter] from someone who
does not want it, or cannot get it.

## Questions to ask

- Which of the three do you offer here, today?
- Can I start on the first day?
- What happens if I miss a visit or use again? (You should not lose your medicine for it.)

[fda]: https://www.fda.gov/drugs/information-drug-class/information-about-medications-opioid-use-disorder-moud "U.S. Food and Drug Administration"
[waiver]: https://www.samhsa.gov/medications-substance-use-disorders/waiver-elimination-mat-act "SAMHSA, 2023"
[letter]: https://aha.org/news/headline/2023-05-16-agencies-release-guidance-buprenorphine-prescribing "FDA and SAMHSA letter, 2023"
""",
    ),
    (
        "therapy",
        "Therapy",
        "counseling and behavioral therapy",
        "Talking with someone trained, alone, in a group or with family. It adds to medicine and does not replace it.",
        """\
Therapy helps with what medicine cannot: thoughts, stress, sleep, people, work, and plans. It works best as an offer.
Medicine should not depend on it.

Cognitive behavioral therapy (CBT)
: You learn to spot what sets off the wish to use, and practice other ways to answer it.

Motivational interviewing
: A way of talking that starts from what you want, not from what others want for you.

Contingency management
: Small rewards for steps you chose, such as coming to visits.

Dialectical behavior therapy (DBT)
: Skills for strong feelings. It may help people who also harm themselves or have borderline personality disorder.

Family therapy
: The people close to you learn how to help, and get help themselves.

Matrix Model
: A program of groups and single sessions. It [was made for stimulants][matrix] such as cocaine and methamphetamine,
  not for opioids.

## Questions to ask

- Which of these do you offer, and who gives them?
- Can I get my medicine also when I miss a session?
- Is there help for trauma, depression or anxiety in the same place?

[matrix]: https://hmpgloballearningnetwork.com/site/addiction/article/stimulants/time-treatment-makeover "HMP Global"
""",
    ),
    (
        "aftercare",
        "Aftercare",
        "continuing care",
        "What goes on after a stay or a course of treatment: medicine, visits, housing, work and people.",
        """\
The weeks after leaving a program are a risky time. Aftercare, also called continuing care, is the plan that carries
you through it. A good plan is written down before you leave, with names, places and dates.

## What belongs in a plan

- Where your medicine comes from next week, and who writes the prescription.
- The first visit after you leave, with its date and time.
- Naloxone at home, and somebody who knows how to give it.
- Where you will live, and how you will get to your visits.
- A person you can call at night.
- Peer support, if you like it. Choose a group that welcomes people who take medicine.

## How long

There is no fixed end. Visits often become fewer as life gets steadier, and can become more again.

## Questions to ask

- Will someone call me after I leave?
- Can I come back to the same team if things get hard?
- Do you help with housing, work, and papers?
""",
    ),
    (
        "relapse-prevention",
        "Relapse prevention",
        "planning for a return to use",
        "Knowing what is hard for you, and having a plan. A return to use is a reason for more care, not for less.",
        """\
Many people use again at some point. That does not undo what you have done, and it is not a failure. It is a sign
that the plan needs a change. Staying on medicine is what lowers the risk most.

::: stay-alive
**If you use after a break, your body is not used to it any more.** Use less than before. Do not use alone. Keep
naloxone where others can reach it. If someone does not wake up or breathes slowly, call 911.
:::

## A plan on one page

1. What makes me want to use: places, people, feelings, days.
2. What I do first: leave, eat, sleep, call.
3. Whom I call, with the numbers.
4. Where my medicine is, and who helps if I miss a dose.
5. What I want others to do if I use again.

## What helps

Medicine. Sleep. Care for pain, depression or anxiety. People who are on your side. Something to do that matters to
you. Practice in saying no, in a group or with a counselor.

## Questions to ask

- What happens here when somebody uses again? (More care is a good answer. Being sent away is not.)
- Will I keep my medicine?
- Do you give out naloxone and test strips?
""",
    ),
)

CITIES = (("austin", "Austin", "TX"), ("los-angeles", "Los Angeles", "CA"))


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Phase = apps.get_model("programs", "Phase")
    City = apps.get_model("programs", "City")
    for position, (slug, name, also_called, summary, body) in enumerate(PHASES, start=1):
        Phase.objects.create(
            position=position,
            slug=slug,
            name=name,
            also_called=also_called,
            summary=summary,
            body=body,
            html=render(body).html,
        )
    for slug, name, state in CITIES:
        City.objects.create(slug=slug, name=name, state=state)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("programs", "Phase").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
