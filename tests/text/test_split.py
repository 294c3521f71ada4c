"""A file that announces many plans gives those that are there, and says which are not."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text.reading import read_plans
from analysis.text.split import is_truncated, split_plans

BODY = "各位代表：现在报告工作。去年修渠三里。今年目标是粮食增长3%，再架桥两座，栽树千株。" * 12


def compilation():
    names = ["垟头镇", "柏树镇", "南岗乡", "石埠镇", "槐河乡"]
    contents = " ".join(f"{n}.2023年{name}政府工作报告" for n, name in enumerate(names, 1))
    first = f"2023年垟头镇政府工作报告{BODY}"
    fourth = f"2023年石埠镇政府工作报告{BODY}今年还要把沿河的旧砖窑逐一排查，对聚焦产业链"
    return f"某县2023年政府工作报告汇编(5篇)目录{contents} {first}\n{fourth}"


def test_only_the_plans_that_are_there_become_plans(make_document, lexicon):
    reading = read_plans(make_document(compilation()), lexicon)
    assert [r.plan.town for r in reading.readings] == ["垟头镇", "石埠镇"]


def test_every_announced_plan_has_a_fate(make_document, lexicon):
    reading = read_plans(make_document(compilation()), lexicon)
    assert [(a.number, a.town, a.state) for a in reading.announced] == [
        (1, "垟头镇", "found"),
        (2, "柏树镇", "missing"),
        (3, "南岗乡", "missing"),
        (4, "石埠镇", "truncated"),
        (5, "槐河乡", "missing"),
    ]


def test_a_title_over_several_lines_opens_its_plan(make_document, lexicon):
    text = compilation() + (
        "。\n中共槐河乡委员会　槐河乡人民政府\n2023年工作要点\n（槐发〔2023〕2号）\n\n"
        "各村，乡直各站所：\n"
        "槐河乡今年修渠三里。" + "山上栽树千株，河里清淤两段，路边装灯五十盏。" * 20
    )
    reading = read_plans(make_document(text), lexicon)
    assert [r.plan.town for r in reading.readings] == ["垟头镇", "石埠镇", "槐河乡"]


def test_no_character_is_without_a_place(make_document, lexicon):
    reading = read_plans(make_document(compilation()), lexicon)
    in_plans = sum(r.plan.end - r.plan.start for r in reading.readings)
    outside = sum(cut.end - cut.start for cut in reading.unassigned)
    removed = sum(cut.end - cut.start - len(cut.text) for cut in reading.clean.cuts)
    assert in_plans + outside + removed == len(reading.document.text)
    for r in reading.readings:
        covered = sum(s.end - s.start for s in r.sections)
        assert covered == r.plan.end - r.plan.start


SHREDS = [
    "某县2023年政府工作报告汇编(5篇)目录", "1.2023年垟头镇政府工作报告",
    "2.2023年柏树镇政府工作报告", "3.2023年南岗乡政府工作报告", "2023年垟头镇政府工作报告",
    "柏树镇人民政府", "2023年工作要点\n", "南岗乡2022年工作总结及2023年工作计划\n", "各位代表：",
    "各村，乡直各站所：\n", BODY, BODY[:40], "一、2022年工作回顾\n", "二、2023年工作安排\n",
    "3、", "\n", "　", "第2页\n", "\n4、\n", "**", "。",
]  # fmt: skip


@settings(max_examples=settings.default.max_examples // 2)
@example(shreds=[1, 2, 14])
@given(shreds=st.lists(st.sampled_from(range(len(SHREDS))), max_size=25))
def test_whatever_a_file_strings_together_each_character_has_one_place(shreds, lexicon):
    text = "".join(SHREDS[shred] for shred in shreds) + "完"
    split = split_plans(text, lexicon.places)
    edges = [edge for body in split.bodies for edge in (body.start, body.end)]
    assert edges == sorted(edges)
    assert all(0 <= body.start < body.end <= len(text) for body in split.bodies)
    assert all(title for _, title in split.announced)


def test_a_numbered_list_of_tasks_is_no_contents_list(make_document, lexicon):
    text = "垟头镇2023年工作要点\n" + " ".join(f"{n}.修渠第{n}段，早开工" for n in range(1, 9))
    reading = read_plans(make_document(text), lexicon)
    assert reading.announced == ()
    assert len(reading.readings) == 1


def test_two_towns_under_their_own_headings_are_two_plans(lexicon):
    text = f"垟头镇2023年工作计划\n{BODY}\n柏树镇2023年工作计划\n{BODY}"
    assert [b.title for b in split_plans(text, lexicon.places).bodies] == [
        "垟头镇2023年工作计划",
        "柏树镇2023年工作计划",
    ]


def test_a_heading_that_names_the_same_town_again_starts_no_plan(lexicon):
    text = f"垟头镇2023年工作计划\n{BODY}\n垟头镇2023年工作计划\n{BODY}"
    assert len(split_plans(text, lexicon.places).bodies) == 1


def test_a_text_that_stops_in_a_sentence_is_truncated():
    assert is_truncated("修渠三里。发挥异地商会、在外乡贤、产业平台等作用，", 0, 30)
    for whole in ("修渠三里。", "修渠三里！”", "修渠三里。\n垟头镇人民政府\n2023年1月5日\n"):
        assert not is_truncated(whole, 0, len(whole))


def test_a_body_that_no_list_announces_is_foreign(make_document, lexicon):
    text = compilation() + f"。\n青沙镇2023年政府工作报告\n{BODY}"
    reading = read_plans(make_document(text), lexicon)
    assert [(a.town, a.state) for a in reading.announced][-1] == ("青沙镇", "foreign")
    assert [r.plan.town for r in reading.readings] == ["垟头镇", "石埠镇", "青沙镇"]
    assert "1 foreign" in reading.warnings[0].message


def test_a_title_listed_twice_is_a_duplicate_and_no_second_plan(make_document, lexicon):
    names = ["垟头镇", "柏树镇", "垟头镇"]
    contents = " ".join(f"{n}.2023年{name}政府工作报告" for n, name in enumerate(names, 1))
    bodies = "".join(f"\n2023年{name}政府工作报告{BODY}" for name in names[:2])
    reading = read_plans(make_document(f"汇编目录{contents}{bodies}"), lexicon)
    assert [a.state for a in reading.announced] == ["found", "found", "duplicate"]
    assert len(reading.readings) == 2


def test_a_cut_at_the_very_title_is_surer_than_one_at_a_heading_like_it(make_document, lexicon):
    reading = read_plans(make_document(compilation()), lexicon)
    assert [a.confidence for a in reading.announced] == [1.0, None, None, 1.0, None]
    changed = compilation().replace(
        "\n2023年石埠镇政府工作报告各位", "\n石埠镇人民政府工作报告各位"
    )
    reading = read_plans(make_document(changed), lexicon)
    assert [a.confidence for a in reading.announced if a.town == "石埠镇"] == [0.8]
