"""Whose row is this: by an unambiguous number or by a person's decision, never by a name."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.intake.identity.areas import Area
from capacity_analysis.intake.identity.decisions import Decision, Decisions, Subject
from capacity_analysis.intake.identity.directory import Directory
from capacity_analysis.intake.identity.matching import Match, match
from capacity_analysis.intake.identity.rules import rules
from capacity_analysis.intake.mapping import SUBJECT_KEYS

AREA = Area.of("360404", ["示例区"])
CODE = "91360499MA0000001Q"
NAMES = {
    "E1": "柴桑区白鹭一厂",
    "E2": "柴桑区白鹭二厂",
    "E3": "柴桑区青岭水泥有限公司",
    "E4": "柴桑区红岭水泥有限公司",
    "E5": "九江水泥厂",
    "E6": "柴桑区云麓新型建材有限公司",
}
TOWNS = {"E1": "城子镇", "E2": "城子镇", "E3": "马回岭镇", "E4": "新合镇"}
ADDRESSES = {"E3": "马回岭镇集镇路5号"}
METER, SHARED = "36040001", "36040002"
IDENTIFIERS = [
    ("E3", "electricity_account", METER),
    ("E1", "electricity_account", SHARED),
    ("E2", "electricity_account", SHARED),
    ("E6", "former_name", "红星砖瓦厂"),
    ("E6", "lessor", "长堤实业有限公司"),
]


def directory(names=NAMES, identifiers=IDENTIFIERS) -> Directory:
    roster = [
        {
            "enterprise_id": key,
            "uscc": CODE if key == "E4" else None,
            "name": name,
            "township": TOWNS.get(key),
            "address": ADDRESSES.get(key),
        }
        for key, name in names.items()
    ]
    rows = [dict(zip(("enterprise_id", "kind", "value"), one, strict=True)) for one in identifiers]
    return Directory(roster, rows, area=AREA)


DIRECTORY = directory()


def matched(*decisions: Decision, source="", **subject) -> Match:
    (found,) = match([subject], DIRECTORY, Decisions("", decisions), source=source)
    return found


def scores(name: str, address: str = "") -> dict[str, float]:
    return {one.enterprise_id: one.score for one in matched(name=name, address=address).proposals}


def reason(enterprise: str, name: str, address: str = "") -> str:
    proposals = matched(name=name, address=address).proposals
    return next(one.reason for one in proposals if one.enterprise_id == enterprise)


# --- numbers --------------------------------------------------------------------------------


def test_a_number_joins_without_a_name():
    found = matched(electricity_account=METER)
    assert (found.enterprise_id, found.how, found.proposals) == (
        "E3",
        "key:electricity_account",
        (),
    )


def test_a_credit_code_and_the_permit_that_begins_with_it_join():
    assert matched(uscc=CODE).how == "key:uscc"
    assert matched(pollution_permit=f"{CODE}001V").enterprise_id == "E4"


def test_a_number_joins_though_the_name_is_nobodys():
    found = matched(electricity_account=METER, name="城子镇综合市场")
    assert (found.enterprise_id, found.contradiction) == ("E3", "")


def test_a_number_that_two_share_joins_to_none_and_says_so():
    found = matched(electricity_account=SHARED)
    assert found.enterprise_id is None
    assert found.contradiction == (
        f"用电户号“{SHARED}”对应2家企业（柴桑区白鹭一厂、柴桑区白鹭二厂）"
    )
    assert {one.enterprise_id for one in found.proposals} == {"E1", "E2"}


def test_a_number_of_its_own_decides_beside_one_that_it_shares():
    identifiers = [*IDENTIFIERS, ("E1", "parcel", "1001")]
    row = {"electricity_account": SHARED, "parcel": "1001"}
    (found,) = match([row], directory(identifiers=identifiers))
    assert (found.enterprise_id, found.how) == ("E1", "key:parcel")


def test_numbers_that_lead_to_two_enterprises_join_to_none_and_say_so():
    found = matched(electricity_account=METER, uscc=CODE)
    assert found.enterprise_id is None
    assert "用电户号指向“柴桑区青岭水泥有限公司”" in found.contradiction
    assert "统一社会信用代码指向“柴桑区红岭水泥有限公司”" in found.contradiction


@pytest.mark.parametrize("name", ["柴桑区红岭水泥有限公司", "九江县红岭水泥厂", "红星砖瓦厂"])
def test_a_number_of_one_with_the_name_of_another_joins_to_none_and_proposes_both(name):
    found = matched(electricity_account=METER, name=name)
    assert found.enterprise_id is None
    assert found.contradiction.startswith("用电户号指向“柴桑区青岭水泥有限公司”，但名单上的名称是")
    assert len(found.proposals) >= 2
    assert all(found.contradiction in one.reason for one in found.proposals)


def test_the_name_of_the_landlord_does_not_speak_against_the_number():
    names = {**NAMES, "E7": "长堤实业有限公司"}
    identifiers = [*IDENTIFIERS, ("E6", "electricity_account", "36040009")]
    row = {"electricity_account": "36040009", "name": "长堤实业有限公司"}
    (found,) = match([row], directory(names, identifiers))
    assert found.enterprise_id == "E6"


# --- names ----------------------------------------------------------------------------------


def test_even_the_same_name_is_only_proposed():
    found = matched(name="柴桑区青岭水泥有限公司")
    best = found.proposals[0]
    assert (found.enterprise_id, found.how, found.is_open) == (None, None, True)
    assert (best.enterprise_id, best.score, best.reason) == ("E3", 100.0, "名称完全一致")


def test_the_former_name_of_the_county_is_named_as_the_reason():
    assert "九江县已更名柴桑区" in reason("E3", "九江县青岭水泥有限公司")


def test_a_former_name_is_proposed_as_such():
    found = matched(name="红星砖瓦厂").proposals[0]
    assert found.enterprise_id == "E6"
    assert "曾用名“红星砖瓦厂”" in found.reason


def test_the_landlords_name_counts_for_less_than_an_own_one():
    assert "出租方" in reason("E6", "长堤实业有限公司")
    assert scores("长堤实业有限公司")["E6"] < scores("红星砖瓦厂")["E6"]


def test_the_first_works_is_not_the_second():
    assert scores("白鹭二厂") == {"E2": scores("白鹭一厂")["E1"]}
    assert scores("白鹭三厂") == {}


def test_numbers_that_differ_lower_the_score_and_are_named():
    names = {"E1": "云麓新型墙体材料一厂", "E2": "云麓新型墙体材料二厂"}
    (found,) = match([{"name": "云麓新型墙体材料1厂"}], directory(names, []))
    assert found.proposals[0].enterprise_id == "E1"
    others = [one for one in found.proposals if one.enterprise_id == "E2"]
    assert all("厂号或序号不同" in one.reason and one.score < 70 for one in others)


def test_another_county_lowers_the_score():
    assert scores("湖口县青岭水泥有限公司").get("E3", 0) < scores("青岭水泥有限公司")["E3"] - 30


def test_where_only_the_place_tells_names_apart_it_counts_for_much():
    assert scores("柴桑水泥厂").get("E5", 0) < 55 < scores("九江市水泥厂")["E5"]


def test_a_part_of_a_name_is_proposed_as_such():
    assert "名称包含“云麓”" in reason("E6", "云麓公司")


def test_a_branch_counts_for_less_than_the_company():
    branch = "柴桑区青岭水泥有限公司九江分公司"
    assert scores(branch)["E3"] < scores("青岭水泥有限公司")["E3"]
    assert "分公司" in reason("E3", branch)


def test_the_same_township_raises_a_score_and_another_lowers_it():
    plain = scores("青岭水泥公司")["E3"]
    assert scores("青岭水泥公司", "马回岭镇")["E3"] > plain > scores("青岭水泥公司", "新合镇")["E3"]
    assert "乡镇不同" in reason("E3", "青岭水泥公司", "新合镇")


def test_the_same_site_is_proposed_whatever_the_name():
    found = matched(name="示例贸易商行", address="马回岭镇集镇路五号").proposals
    assert [(one.enterprise_id, one.reason) for one in found] == [("E3", "地址相同，名称不同")]


def test_words_of_the_trade_alone_make_no_proposal():
    assert scores("双塔水泥有限公司") == {}


def test_two_of_the_same_name_are_both_shown():
    names = {"E1": "示例区明湖玻璃厂", "E2": "示例区明湖玻璃厂"}
    (found,) = match([{"name": "示例区明湖玻璃厂"}], directory(names, []))
    assert [(one.enterprise_id, one.score) for one in found.proposals] == [("E1", 100), ("E2", 100)]


def test_ties_with_the_last_proposal_are_shown_too():
    names = {f"E{number}": "示例区明湖玻璃厂" for number in range(rules().proposals + 2)}
    (found,) = match([{"name": "示例区明湖玻璃厂"}], directory(names, []))
    assert len(found.proposals) == len(names)


def test_rows_that_say_the_same_share_one_match():
    rows = [{"name": "青岭水泥公司"}, {"name": " 青岭水泥公司 "}]
    one, other = match(rows, DIRECTORY)
    assert one is other


def test_nothing_to_go_by_and_no_roster_give_no_proposal():
    assert match([{}], DIRECTORY)[0].proposals == ()
    assert match([{"name": "青岭水泥公司"}], Directory([]))[0].proposals == ()
    assert match([], DIRECTORY) == []


OTHER_CODE = "91360499MA0000002U"


def test_another_sound_credit_code_lowers_the_score_and_is_named():
    name = "红岭水泥厂"
    plain, coded = (matched(name=name, **more).proposals[0] for more in ({}, {"uscc": OTHER_CODE}))
    assert (plain.enterprise_id, coded.enterprise_id) == ("E4", "E4")
    assert coded.score < plain.score
    assert "统一社会信用代码不同" in coded.reason
    assert matched(name=name, uscc="91360499MA00000021").proposals[0].score == plain.score


# --- decisions ------------------------------------------------------------------------------


def decision(chosen=None, rejected=None, row=2, **subject) -> Decision:
    return Decision(row, Subject(**subject), chosen, rejected)


def test_a_decision_joins_and_its_row_is_told():
    found = matched(decision("E3", name="青岭水泥公司", row=7), name="青岭 水泥公司")
    assert (found.enterprise_id, found.how, found.decided_by) == ("E3", "decision", (7,))


@pytest.mark.parametrize(
    ("bound", "holds"),
    [({}, True), ({"address": "甲路1号"}, True), ({"address": "乙路2号"}, False),
     ({"source": "用电清单"}, True), ({"source": "参保清单"}, False)],
)  # fmt: skip
def test_a_decision_holds_for_its_address_and_list_and_a_blank_one_for_any(bound, holds):
    made = decision("E3", name="青岭公司", **bound)
    found = matched(made, name="青岭公司", address="甲路1号", source="用电清单")
    assert (found.enterprise_id == "E3") is holds


def test_a_decision_goes_before_a_number_and_the_difference_is_told():
    found = matched(decision("E4", name="红岭公司"), name="红岭公司", electricity_account=METER)
    assert found.enterprise_id == "E4"
    assert "人工确认为“柴桑区红岭水泥有限公司”" in found.contradiction


def test_a_rejected_enterprise_is_not_proposed_again_while_others_are():
    found = matched(decision(rejected="E1", name="白鹭厂"), name="白鹭厂")
    assert [one.enterprise_id for one in found.proposals] == ["E2"]
    assert (found.rejected, found.is_open) == (False, True)


def test_once_all_proposals_are_rejected_it_waits_no_longer():
    no = [decision(rejected=one, name="白鹭厂", row=row) for row, one in enumerate(("E1", "E2"), 2)]
    found = matched(*no, name="白鹭厂")
    assert (found.rejected, found.is_open, found.decided_by) == (True, False, (2, 3))


def test_a_rejection_speaks_against_a_number():
    found = matched(decision(rejected="E3", name="甲"), name="甲", electricity_account=METER)
    assert found.enterprise_id is None
    assert "已确认不是这家企业" in found.contradiction


def test_a_decision_for_one_that_is_not_on_the_roster_joins_nothing():
    assert matched(decision("E9", name="青岭公司"), name="青岭公司").enterprise_id is None


# --- what always holds ----------------------------------------------------------------------

_texts = st.one_of(
    st.sampled_from([*NAMES.values(), "红星砖瓦厂", "长堤实业有限公司", "白鹭厂"]),
    st.text(alphabet="柴桑区白鹭青岭水泥一二厂有限公司（）0", max_size=12),
)
_always = settings(max_examples=25, derandomize=True, deadline=None)


@_always
@given(st.lists(st.tuples(_texts, _texts), min_size=1, max_size=6))
def test_a_name_and_an_address_never_join(pairs):
    for one in match([{"name": name, "address": address} for name, address in pairs], DIRECTORY):
        assert one.enterprise_id is None and one.how is None
        assert all(0 <= proposal.score <= 100 for proposal in one.proposals)


@_always
@given(st.lists(st.dictionaries(st.sampled_from(SUBJECT_KEYS), _texts), max_size=6), st.randoms())
def test_no_order_of_rows_changes_a_match(rows, shuffle: random.Random):
    subjects, names, identifiers = list(rows), list(NAMES.items()), list(IDENTIFIERS)
    for one in (subjects, names, identifiers):
        shuffle.shuffle(one)
    again = dict(
        zip(map(str, subjects), match(subjects, directory(dict(names), identifiers)), strict=True)
    )
    for row, one in zip(rows, match(rows, DIRECTORY), strict=True):
        assert again[str(row)] == one


_brands = st.text(alphabet="白鹭青岭云麓红垅石桥", min_size=1, max_size=4)
_trades = st.sampled_from(["水泥", "玻璃", "陶瓷", ""])
_forms = st.sampled_from(["有限公司", "厂", "有限责任公司"])
_company = st.builds(lambda *parts: "".join(parts), _brands, _trades, _forms)


@_always
@given(st.lists(_company, min_size=1, max_size=30, unique=True), st.data())
def test_an_enterprises_own_name_is_its_best_proposal(companies, data):
    names = {f"E{number}": f"柴桑区{company}" for number, company in enumerate(companies)}
    key = data.draw(st.sampled_from(sorted(names)))
    (found,) = match([{"name": names[key]}], directory(names, []))
    assert (found.proposals[0].enterprise_id, found.proposals[0].score) == (key, 100.0)


@_always
@given(st.lists(_company, min_size=1, max_size=30, unique=True), st.data())
def test_the_former_name_of_the_county_still_proposes_the_enterprise(companies, data):
    names = {f"E{number}": f"柴桑区{company}" for number, company in enumerate(companies)}
    key = data.draw(st.sampled_from(sorted(names)))
    (found,) = match([{"name": names[key].replace("柴桑区", "九江县")}], directory(names, []))
    assert key in {one.enterprise_id for one in found.proposals}
