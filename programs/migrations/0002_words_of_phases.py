"""What the site says about each of the five phases when it begins. No one has reviewed these words yet."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from facilities.phases import PHASES
from markup.rendering import render

WORDS = (
    (
        "detoxification",
        "withdrawal management",
        "Care while opioids leave your body. It eases withdrawal. It is not treatment by itself.",
        """\
## What it is

When opioids stop, the body goes into withdrawal: aches, sweating, vomiting, diarrhea, no sleep, fear. Detoxification,
also called withdrawal management, is care for those days. It ends withdrawal. It does not treat the illness. The World
Health Organization says that it is [not realistic to expect lasting change from it alone][who].

::: stay-alive
**Your body forgets.** After detox your body can no longer handle the amount you used before. [Many overdoses
happen then][medlineplus]. In one British study, [three of 137 people died of an overdose within four months of leaving detox][strang]. All
three were among the 37 who had finished it. Ask for a plan and for naloxone before you leave.
:::

## You may not need it

People who start methadone [do not have to go through detox first][who]. Methadone and buprenorphine take withdrawal
away by themselves, and they keep working. Many people start one of them on the first day. Naltrexone is different:
you need [about 7 to 10 days without any opioids][fda] before it.

## What happens

Staff ask what you took, how much and when. They check your pulse, your temperature and how you feel. Then there are
two ways to ease the symptoms:

Methadone or buprenorphine
: In small doses, stepped down over days. You can also ask to stay on it. That is treatment, and
  [far fewer people die on it][sordo].

Lofexidine or clonidine
: Not opioids. They calm sweating, cramps and a racing heart. Lofexidine is approved for [up to 14 days, and it does not
  treat opioid use disorder][lofexidine].

You can be in a hospital, in a center with beds, or at home with visits. Drink plenty of water. Opioid withdrawal on its own
[is rarely deadly][medlineplus], but vomiting and diarrhea can dry you out. Get medical help if you cannot keep water
down, if you have another illness, or if you are pregnant. Go to an emergency room for hard shaking, a racing heart,
vomiting that won't stop, or confusion. A sedative called medetomidine is mixed into some street drugs, and [coming off
it can kill][medetomidine].

::: warning Alcohol and benzodiazepines are different
Tell the staff about them. Stopping [alcohol][alcohol] or [benzodiazepines][benzo] suddenly can cause seizures, and it
can kill. That needs medical care of its own. If you are pregnant, do not stop opioids suddenly: ask about [methadone or
buprenorphine][cdc].
:::

## How long

From heroin and other short-acting opioids, [about 4 to 10 days; from methadone, about 10 to 20][who]. Craving and a
low mood can go on for months after that.

## What to ask a program

- Can I start methadone or buprenorphine here, and stay on it?
- Which medications do you use to ease withdrawal?
- What do you do about alcohol and benzodiazepines?
- Who will see me in the week after I leave? On which day?
- Will I get naloxone to take home?

[who]: https://www.ncbi.nlm.nih.gov/books/NBK310652/ "World Health Organization, 2009"
[strang]: https://www.bmj.com/content/326/7396/959 "Strang and others, BMJ, 2003"
[fda]: https://www.fda.gov/drugs/information-drug-class/information-about-medications-opioid-use-disorder-moud "U.S. Food and Drug Administration"
[lofexidine]: https://www.fda.gov/news-events/press-announcements/fda-approves-first-non-opioid-treatment-management-opioid-withdrawal-symptoms-adults "U.S. Food and Drug Administration, 2018"
[medlineplus]: https://medlineplus.gov/ency/article/000949.htm "MedlinePlus, National Library of Medicine"
[alcohol]: https://medlineplus.gov/ency/article/000764.htm "MedlinePlus, National Library of Medicine"
[sordo]: https://pubmed.ncbi.nlm.nih.gov/28446428/ "Sordo and others, BMJ, 2017"
[medetomidine]: https://www.cdc.gov/mmwr/volumes/74/wr/mm7415a2.htm "Centers for Disease Control and Prevention, MMWR, 2025"
[cdc]: https://www.cdc.gov/pregnancy/opioids/treatment.html "Centers for Disease Control and Prevention"
[benzo]: https://www.fda.gov/drugs/drug-safety-and-availability/fda-requiring-boxed-warning-updated-improve-safe-use-benzodiazepine-drug-class "U.S. Food and Drug Administration, 2020"
""",
    ),
    (
        "medication",
        "medication for opioid use disorder",
        "Methadone, buprenorphine or naltrexone. Far fewer people die while they take methadone or buprenorphine.",
        """\
## What it is

Three medications are [approved for opioid use disorder in the United States][fda]: methadone, buprenorphine and
naltrexone. Methadone and buprenorphine stop withdrawal and craving. While people take them, their risk of dying is
[about half, or less][sordo], of what it is after they stop.

## The three medications

Methadone
: A full opioid, in a steady dose. You drink it, at first on most days, at an opioid treatment program (OTP). Ongoing
  methadone for opioid use disorder [comes from an OTP][fda]. A hospital or emergency room may give it [for up to three
  days][three] while it finds you one. Federal rules let the OTP give you [doses to take home][rule] from the
  start, if it is safe for you.

Buprenorphine
: A partial opioid: it works only part of the way, even at higher doses. It comes as a film or tablet under the tongue,
  or as a shot for a week or a month (Sublocade, Brixadi). [Any clinician with a standard DEA registration may prescribe
  it][waiver], within state law. No special permit is needed.

Naltrexone
: Not an opioid. It blocks the effect of opioids. For opioid use disorder it is mostly a shot each month (Vivitrol). You
  need [about 7 to 10 days without any opioids][fda] first, and [up to two weeks after methadone or
  buprenorphine][vivitrol]. Otherwise it causes sudden, harsh withdrawal.

## What happens

You talk with a clinician about what you use, your health, and your other medications. Often there is a urine test. Tell
them about alcohol, benzodiazepines and gabapentin, since mixing can [stop your breathing][gabapentin]. Then:

- **Methadone** starts low and goes up in small steps. The first two weeks [need the most care][cornish].
- **Buprenorphine** is mostly started once withdrawal is clear. Taken too soon, it can make you feel much worse for
  some hours. After heroin or pharmacy pills the wait is often [12 to 24 hours][aafp], after fentanyl often
  [1 to 3 days][wait]. Go by the signs and your prescriber’s plan.
- **Naltrexone** starts after the days without opioids.

If you are pregnant, [methadone and buprenorphine][cdc] are the medications to ask about. Do not stop them suddenly.

## How long

As long as it helps you. There is no set end. Stopping is the risky time. In a British study there were [0.7 deaths for
each 100 person-years on treatment, and 4.8 in the first two weeks after it ended][cornish]. (A hundred people followed
for one year make 100 person-years.) If you want to stop, plan it with your prescriber, go slowly, and keep naloxone at
home.

::: stay-alive
After a break your body is no longer used to opioids. Naltrexone lowers tolerance too. Keep naloxone where others
can reach it. If someone won't wake up or is barely breathing, call 911 and give naloxone.
:::

## You do not have to earn it

Medication works even when counseling is not available. Counseling helps many people and should be offered. But
medication [should not be held back][letter] from someone who does not want it, or cannot get it.

## What to ask a program

- Which of the three do you offer here? Which could I start today?
- If you do not have the one I want, who does?
- May I keep taking what another clinic prescribes me?
- What happens if I miss a visit or use again? (You should not lose your medication for it.)
- What does it cost? Do you take Medicaid?

[fda]: https://www.fda.gov/drugs/information-drug-class/information-about-medications-opioid-use-disorder-moud "U.S. Food and Drug Administration"
[sordo]: https://pubmed.ncbi.nlm.nih.gov/28446428/ "Sordo and others, BMJ, 2017"
[rule]: https://www.federalregister.gov/documents/2024/02/02/2024-01693/medications-for-the-treatment-of-opioid-use-disorder "42 CFR Part 8, Federal Register, 2024"
[waiver]: https://www.samhsa.gov/medications-substance-use-disorders/waiver-elimination-mat-act "SAMHSA, 2023"
[vivitrol]: https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=vivitrol "Vivitrol, prescribing information, DailyMed"
[cornish]: https://pubmed.ncbi.nlm.nih.gov/20978062/ "Cornish and others, BMJ, 2010"
[cdc]: https://www.cdc.gov/pregnancy/opioids/treatment.html "Centers for Disease Control and Prevention"
[letter]: https://www.aha.org/news/headline/2023-05-16-agencies-release-guidance-buprenorphine-prescribing "FDA and SAMHSA letter, 2023"
[three]: https://www.federalregister.gov/documents/2023/08/08/2023-16892/dispensing-of-narcotic-drugs-to-relieve-acute-withdrawal-symptoms-of-opioid-use-disorder "Drug Enforcement Administration, 2023"
[gabapentin]: https://www.fda.gov/drugs/drug-safety-and-availability/fda-warns-about-serious-breathing-problems-seizure-and-nerve-pain-medicines-gabapentin-neurontin "U.S. Food and Drug Administration, 2019"
[wait]: https://bicyclehealth.com/patients-induction-plans/information-about-wait-times "Bicycle Health"
[aafp]: https://www.aafp.org/pubs/afp/issues/2026/0100/letter-buprenorphine-initiation-fentanyl.html "American Family Physician, 2026"
""",
    ),
    (
        "therapy",
        "counseling and behavioral therapy",
        "Talking with someone trained, alone, in a group or with family. It adds to medication and does not replace it.",
        """\
## What it is

Therapy helps with what medication cannot: thoughts, stress, sleep, people, work, and plans. It is an offer.
[Medication should not depend on it][letter]. A review of studies found that therapy along with medication [helps in general, but
how much it adds differs][dugosh] from one therapy and one study to another. So you should get to choose.

## The therapies by name

Cognitive behavioral therapy (CBT)
: You learn to spot what sets off the wish to use, and practice other ways to answer it.

Motivational interviewing (MI)
: A way of talking that starts from what you want, not from what others want for you.

Contingency management
: Small rewards for steps that you agreed on, such as coming to visits. It has good support as an addition to
  medication: a review of [74 trials with 10,444 adults on medication][bolivar] found that people used less and came
  more often.

Family therapy
: The people close to you learn how to help, and get help themselves. For them there is also
  [Nar-Anon][naranon], for families of people who use drugs. Al-Anon is for families of people who drink.

Dialectical behavior therapy (DBT)
: Skills for strong feelings. It was tested with [people who have borderline personality disorder][dbt] and also use
  drugs. It may help people who also harm themselves. It is not a treatment for opioid use disorder as such.

Matrix Model
: A set course of groups and single sessions. It was [made for stimulants][matrix] such as cocaine and methamphetamine,
  not for opioids. If you use those too, it may help, on top of your medication.

Yoga, mindfulness, food, sports, art
: Do what makes your days better. They come in addition and never in place of medication.

## What happens

The first talk is about you: what you want, what is hard, what has helped. Then you agree on a plan: alone or in a group,
in a room or by video, how often. You can say no to any of it. If you feel judged, try someone else.

Grief, trauma, panic and low mood can be treated at the same time. You do not have to wait until you have stopped using.
If you think of ending your life, call or text [988](tel:988), day or night.

## How long

There is no fixed number. Some people have one or two talks, and some go for a year or more. The Matrix Model is a course
of [16 weeks][cebc]. Your medication goes on when the therapy ends.

## What to ask a program

- Which of these do you offer, and who gives them? What training do they have?
- If I miss a session, can I still get my medication?
- Are people on methadone or buprenorphine welcome in every group?
- Is there help for trauma, depression or anxiety in the same place?
- Can my family come? Can I do it by phone or video?

[letter]: https://www.aha.org/news/headline/2023-05-16-agencies-release-guidance-buprenorphine-prescribing "FDA and SAMHSA letter, 2023"
[dugosh]: https://pmc.ncbi.nlm.nih.gov/articles/PMC4795974/ "Dugosh and others, Journal of Addiction Medicine, 2016"
[bolivar]: https://pubmed.ncbi.nlm.nih.gov/34347030/ "Bolívar and others, JAMA Psychiatry, 2021"
[naranon]: https://www.nar-anon.org/ "Nar-Anon Family Groups"
[dbt]: https://pmc.ncbi.nlm.nih.gov/articles/PMC2797106/ "Dimeff and Linehan, Addiction Science and Clinical Practice, 2008"
[matrix]: https://hmpgloballearningnetwork.com/site/addiction/article/stimulants/time-treatment-makeover "HMP Global"
[cebc]: https://www.cebc4cw.org/program/matrix-model-for-adults "California Evidence-Based Clearinghouse"
""",
    ),
    (
        "aftercare",
        "continuing care",
        "What goes on after a stay or a course of treatment: medication, visits, housing, work and people.",
        """\
## What it is

The weeks after leaving a program, a hospital or jail are a risky time, most of all without medication. In a British study,
deaths were [far more common in the first two weeks after treatment ended][cornish] than during it. Aftercare, also called
continuing care, carries you through. Doing well has many forms: alive, in care, healthier, at work, with family, using
less.

## What happens

You and the staff write a plan before you leave, with names, places and dates. It says:

- Where your medication comes from next week, and who writes the prescription.
- The first visit after you leave, with its date and time.
- Naloxone at home, and someone who knows how to give it.
- Where you will live, and how you will get to your visits.
- A person you can call at night.
- Peer support, if you like it. Choose a group that welcomes people who take medication.

After that come visits, calls, and help with housing, work and papers. Good recovery homes [welcome people who take
medication][housing]. Making you stop it [may be against the law][ada].

::: stay-alive
If you left without medication, your old amount can kill you now. Carry naloxone. Do not use alone. If someone won't
wake up or is barely breathing, call 911 and give naloxone.
:::

## How long

There is no fixed end. Visits often become fewer as life gets steadier, and can become more again. Methadone and
buprenorphine go on for as long as they help you. Finishing a program is no reason to stop them.

## What to ask a program

- Will I leave with a date for my next dose and my next visit?
- Will someone call me after I leave? When?
- Can I come back to the same team if things get hard?
- Do you help with housing, work, and papers?
- Do you look at how people are doing after 30 days, 6 months and a year?

[cornish]: https://pubmed.ncbi.nlm.nih.gov/20978062/ "Cornish and others, BMJ, 2010"
[housing]: https://library.samhsa.gov/product/best-practices-recovery-housing/pep23-10-00-002 "SAMHSA, 2023"
[ada]: https://www.ada.gov/resources/opioid-use-disorder/ "U.S. Department of Justice, 2022"
""",
    ),
    (
        "relapse-prevention",
        "planning for a return to use",
        "Knowing what is hard for you, and having a plan. A return to use is a reason for more care, not for less.",
        """\
## What it is

Many people use again at some point. Across all kinds of substance use disorder, the National Institute on Drug Abuse
says [40 to 60 %][nida]. It depends on the person, on the drug, and on medication: in one Irish study of people who left a
stay for opioid detox, [91 % later used daily again][smyth]. Staying on medication lowers this.

A return to use does not undo what you have done, and it is not a failure. It is a sign that the plan needs a change.

::: stay-alive
**If you use after a break, your body is no longer used to it.** Use far less than before. Do not use alone. Fentanyl may
be in anything that is sold on the street. Test strips can show it, but a negative strip does not mean safe. California
[allows them][strips-ca]. Texas [treats them as paraphernalia][strips-tx] (2025). Keep naloxone where others
can reach it. Anyone can [buy it without a prescription][otc]. If someone won't wake up or is barely breathing, call 911 and give naloxone.
:::

## What happens

With a counselor, in a group or alone, you look at what sets off the wish to use, and you practice other answers. Then
you write a plan on one page:

1. What makes me want to use: places, people, feelings, days.
2. What I do first: leave, eat, sleep, call.
3. Who I call, with the numbers.
4. Where my medication is, and who helps if I miss a dose.
5. What I want others to do if I use again.

## What helps

Start with methadone or buprenorphine, and stay on it while it helps you. Naltrexone is another choice: it blocks opioids
while it lasts, and it leaves your tolerance low. Sleep, care for pain, depression or anxiety, people on your side, and
something to do that matters to you may help as well.

## How long

The plan has no end date. Look at it again after each hard time, and at each change: a new home, a loss, a birth, a new
job. Many people need it most in the first weeks after a stay, after jail, or after stopping medication.

## What to ask a program

- What happens here when someone uses again? (More care is a good answer. Being sent away is not.)
- Will I keep my medication?
- Will we write a plan together, and may my family have it?
- Do you give out naloxone?

[nida]: https://nida.nih.gov/publications/drugs-brains-behavior-science-addiction/treatment-recovery "National Institute on Drug Abuse, 2020"
[otc]: https://www.fda.gov/news-events/press-announcements/fda-approves-first-over-counter-naloxone-nasal-spray "U.S. Food and Drug Administration, 2023"
[strips-ca]: https://calmatters.digitaldemocracy.org/bills/CA_202320240AB2136 "AB 2136, CalMatters, 2024"
[strips-tx]: http://tcysapc.org/?p=2643 "Travis County coalition, 2025"
[smyth]: https://pubmed.ncbi.nlm.nih.gov/20669601/ "Smyth and others, Irish Medical Journal, 2010"
""",
    ),
)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    phases = apps.get_model("programs", "Phase").objects
    revisions = apps.get_model("programs", "PhaseRevision").objects
    for phase, (slug, also_called, summary, body) in zip(PHASES, WORDS, strict=True):
        assert phase.slug == slug
        row = phases.create(position=phase.position, slug=slug, name=str(phase.name), edits=1)
        words = {"also_called": also_called, "summary": summary, "body": body, "html": render(body).html}
        row.live_revision = revisions.create(subject=row, number=1, state="original", **words)
        # Readers see them from the first start on. No one has reviewed them, and their pages say so.
        row.published_on = timezone.localdate()
        row.save(update_fields=["live_revision", "published_on"])


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    phases = apps.get_model("programs", "Phase").objects
    phases.update(live_revision=None)
    apps.get_model("programs", "PhaseRevision").objects.all().delete()
    phases.all().delete()


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
