"""Survey logic that no vendor owns: separators, kinds, scales of the three metrics."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.questionnaires.choices import choices
from support_kpi.questionnaires.metrics import NotTheMetric, Scale, scale, wording
from support_kpi.questionnaires.profile import Profile, points
from support_kpi.questionnaires.questions import kind, slug

OPTIONS = ("Phone", "Email", "Chat", "Letter", "Desk")


def answered(*cells: str) -> Profile:
    counts = Counter(cells)
    return Profile(len(cells), len(counts), tuple(counts.most_common()))


def test_semicolons_always_split() -> None:
    found = choices(answered("Array;Bag", "Array", "Bag;Array", "Bag", "Array;Futures"))
    assert found is not None
    assert (found.separator, found.options) == (";", ())


def test_an_option_with_a_comma_stays_whole_inside_brackets() -> None:
    cells = ("Chat (web, app), Phone", "Phone", "Chat (web, app)", "Phone, Email", "Email") * 2
    found = choices(answered(*cells))
    assert found is not None
    assert found.options == ("Chat (web, app)",)


def test_an_option_that_goes_on_in_small_letters_stays_whole() -> None:
    cells = ("Reports, charts and all, Phone", "Phone", "Reports, charts and all", "Phone, Email")
    found = choices(answered(*cells * 3))
    assert found is not None
    assert found.options == ("Reports, charts and all",)


def test_sentences_with_commas_are_not_split() -> None:
    cells = (
        "It took a week, nobody rang, and then it broke",
        "Fine, thanks",
        "Too slow, too dear",
        "Kind staff, I would come back",
        "Nobody answered, ever",
        "Fine, thanks",
    )
    assert choices(answered(*cells)) is None


def test_single_choices_with_a_comma_are_not_split() -> None:
    assert choices(answered(*("Yes, always", "Yes, sometimes", "No, never") * 5)) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.sampled_from(OPTIONS), min_size=1), max_size=30))
def test_options_that_are_also_picked_alone_are_never_joined(cells: list[set[str]]) -> None:
    written = [*OPTIONS, *OPTIONS, *(", ".join(sorted(cell)) for cell in cells)]
    found = choices(answered(*written))
    has_several = any(len(cell) > 1 for cell in cells)
    assert (found is not None) == has_several
    assert found is None or found.separator == ", "
    assert found is None or all(", " not in option for option in found.options)


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("7", 7),
        ("3.0", 3),
        ("5 - Very satisfied", 5),
        ("10 (extremely likely)", 10),
        ("Strongly agree", None),
        ("18-29", None),
        ("2026-01-02", None),
        ("", None),
    ],
)
def test_points_are_read_from_the_start_of_an_answer(answer: str, number: float | None) -> None:
    assert points(answer) == number


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("How likely are you to recommend us to a friend?", "nps"),
        ("¿Recomendaría nuestro servicio?", "nps"),
        ("Overall, how satisfied were you?", "csat"),
        ("Wie zufrieden sind Sie mit der Antwort?", "csat"),
        ("您对我们的服务满意吗？", "csat"),
        ("The company made it easy for me to handle my issue", "ces"),
        ("Would you recommend us as a place to work?", None),
        ("How satisfied are you with the tools you have?", None),
        ("Which answers were satisfactory?", None),
    ],
)
def test_a_metric_is_known_by_its_words(text: str, metric: str | None) -> None:
    assert wording(text) == metric


def test_nps_needs_a_zero_or_the_wording() -> None:
    likely = "How likely are you to recommend us?"
    assert scale("nps", "Would you recommend us? (0-10)", answered("9", "7")) == Scale("nps", 0, 10)
    assert scale("nps", "Would you recommend us?", answered("0", "7", "10")) == Scale("nps", 0, 10)
    assumed = scale("nps", likely, answered("9", "7", "10"))
    assert isinstance(assumed, Scale)
    assert "0 to 10" in assumed.warning


def test_nps_is_never_read_from_one_to_ten_or_one_to_five() -> None:
    for text, cells in [
        ("Would you recommend us? (1-10)", ("10", "9")),
        ("Would you recommend us?", ("1", "10", "8")),
        ("How likely are you to recommend us?", ("5", "4", "1")),
        ("Recommend us? 10 - strongly agree, 1 - strongly disagree", ("10", "3")),
    ]:
        assert isinstance(scale("nps", text, answered(*cells)), NotTheMetric)


def test_a_scale_with_words_for_its_ends_is_no_metric() -> None:
    cells = ("Strongly agree", "9", "8", "9", "8", "7", "Strongly disagree")
    assert isinstance(scale("nps", "Would you recommend us?", answered(*cells)), NotTheMetric)


def test_csat_labels_have_the_points_of_their_scale() -> None:
    five = scale("csat", "How satisfied are you?", answered("Very satisfied", "Dissatisfied"))
    assert isinstance(five, Scale)
    assert (five.high, five.labels) == (5, {"very satisfied": 5, "dissatisfied": 2})
    seven = scale(
        "csat", "How satisfied are you?", answered("Very satisfied", "Slightly satisfied")
    )
    assert isinstance(seven, Scale)
    assert seven.high == 7


def test_a_stated_csat_scale_wins_over_the_answers() -> None:
    stated = scale("csat", "How satisfied are you (1 to 7)?", answered("3", "4", "5"))
    assert stated == Scale("csat", 1, 7)
    wide = scale("csat", "How satisfied are you?", answered("3", "9", "10"))
    assert isinstance(wide, Scale)
    assert wide.high == 10
    assert wide.warning


def test_effort_in_points_is_better_when_lower() -> None:
    effort = scale("ces", "How much effort did it take you? (1-5)", answered("1", "5"))
    easy = scale("ces", "It was easy (1 = strongly disagree, 7 = strongly agree)", answered("6"))
    assert effort == Scale("ces", 1, 5, "lower_better")
    assert easy == Scale("ces", 1, 7, "higher_better")


def test_kinds_follow_the_answers() -> None:
    assert kind(answered("1", "4", "5")) == "scale"
    assert kind(answered("0", "1", "1")) == "single"
    assert kind(answered("1988", "1990")) == "numeric"
    assert kind(answered("Yes", "No", "Yes", "Yes")) == "single"
    assert kind(answered("9", "8", "Strongly agree", "9")) == "scale"
    assert kind(answered("The wait", "The price", "A rude reply", "Nothing")) == "open"
    assert kind(answered()) == "open"


def test_question_ids_keep_letters_of_any_alphabet() -> None:
    assert slug("  ¿Qué canales usó?  ") == "qué_canales_usó"
    assert slug("满意吗？") == "满意吗"
    assert slug("???") == "question"
