"""What is wrong with a credit code, and which single slip would explain it."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc
from workbooks import CODE, OTHER_CODE, changed, problems_of, with_rows

from capacity_analysis.ledger.credit_codes import diagnose, misplaced, proposal, slips, throughout

DIGITS, LETTERS = "0123456789", "ABCDEFGHJKLMNPQRTUWXY"
# Letters that no code has, and what each looks like.
STRANGERS = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "UWY"}
LOOKALIKES = ["0D", "0Q", "1L", "17", "38", "56", "6G", "8B", "MN", "UY"]

codes = st.builds(
    lambda head, body: head + body + uscc.calc_check_digit(head + body),
    st.text(DIGITS, min_size=8, max_size=8), st.text(DIGITS + LETTERS, min_size=9, max_size=9),
)  # fmt: skip


def is_one_slip_away(written, code) -> bool:
    if len(written) != len(code):
        longer, shorter = sorted((written, code), key=len, reverse=True)
        cut = [longer[:at] + longer[at + 1 :] for at in range(len(longer))]
        return len(longer) == len(shorter) + 1 and shorter in cut
    apart = [at for at in range(18) if written[at] != code[at]]
    if len(apart) == 2:
        one, other = apart
        return other == one + 1 and written[one] == code[other] and written[other] == code[one]
    return len(apart) == 1


# --- one character ---------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(codes, st.data())
def test_a_letter_that_no_code_has_is_always_repaired(code, data):
    places = [(at, letter) for at, char in enumerate(code)
              for letter, looks in STRANGERS.items() if char in looks]  # fmt: skip
    assume(places)
    at, letter = data.draw(st.sampled_from(places))
    repair = proposal(code[:at] + letter + code[at + 1 :])
    assert repair.code == code
    assert repair.slip == f"第{at + 1}位“{letter}”改为“{code[at]}”"


@settings(max_examples=30, deadline=None)
@given(codes, st.integers(0, 7), st.sampled_from(LETTERS))
def test_a_letter_among_the_first_eight_is_always_repaired(code, at, letter):
    assert proposal(code[:at] + letter + code[at + 1 :]).code == code


@settings(max_examples=40, deadline=None)
@given(codes, st.sampled_from(LOOKALIKES), st.data())
def test_a_character_taken_for_its_like_is_among_the_likeliest_repairs(code, pair, data):
    places = [at for at, char in enumerate(code) if char in pair]
    assume(places)
    at = data.draw(st.sampled_from(places))
    written = code[:at] + pair.replace(code[at], "") + code[at + 1 :]
    assert code in [repair.code for repair in slips(written)[0]]
    assert (repair := proposal(written)) is None or is_one_slip_away(written, repair.code)


@settings(max_examples=40, deadline=None)
@given(codes, st.integers(0, 16))
def test_neighbours_exchanged_are_among_the_likeliest_repairs(code, at):
    one, other = code[at : at + 2]
    written = code[:at] + other + one + code[at + 2 :]
    assume(one != other and not misplaced(written))
    assert code in [repair.code for repair in slips(written)[0]]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(DIGITS + LETTERS + "IOSZV", min_size=17, max_size=19),
                 st.text(DIGITS, min_size=17, max_size=19)))  # fmt: skip
def test_every_repair_is_a_valid_code_one_slip_away(written):
    assume(not uscc.is_valid(written))
    for group in slips(written):
        for repair in group:
            assert uscc.is_valid(repair.code)
            assert is_one_slip_away(written, repair.code)


def test_of_several_likely_repairs_none_is_proposed_and_all_are_named():
    # The check character says that one of eighteen is wrong, and three of them would look right.
    written = CODE[:-1] + "A"
    assert proposal(written) is None
    advice = diagnose(written).advice
    assert advice.startswith("可能是“")
    assert all(f"“{repair.code}”" in advice for repair in slips(written)[0][:3])
    assert advice.endswith("，对照营业执照逐位核对后改正")


# --- one too many, one too few, quite another number -----------------------------------------


@settings(max_examples=30, deadline=None)
@given(codes, st.integers(0, 17))
def test_a_character_written_twice_is_among_the_likeliest_repairs(code, at):
    written = code[: at + 1] + code[at:]
    assert code in [repair.code for repair in slips(written)[0]]


def test_a_doubled_nought_is_taken_out():
    found = diagnose(CODE.replace("MA0", "MA00"))
    assert found.reason == "是19位，应是18位"
    assert found.advice == f"可能应为“{CODE}”（去掉第16位“0”），对照营业执照确认后改正"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("360421000012345", "是15位，应是18位（可能是旧的营业执照注册号）"),
        ("MA0000001", "是9位，应是18位（可能是组织机构代码）"),
        ("无", "是1位，应是18位"),
        (2022.0, "是4位，应是18位"),
    ],
)
def test_another_number_is_told_by_its_length_and_gets_no_repair(written, reason):
    found = diagnose(written)
    assert (found.reason, found.advice) == (reason, "对照营业执照逐位核对后改正")


def test_a_code_whose_last_character_was_lost_is_told_it():
    # Of the characters that could stand doubled in 91360421MA38ABCDEF, none makes a valid code.
    body = "91360421MA38ABCDE"
    found = diagnose(body)
    assert found.reason == "是17位，应是18位"
    check = uscc.calc_check_digit(body)
    assert found.advice == f"对照营业执照逐位核对后改正；前17位都对的话，第18位应是“{check}”"


def test_letters_taken_for_noughts_throughout_are_one_slip():
    written = CODE.replace("0", "O")
    assert throughout(written).code == CODE
    assert f"可能应为“{CODE}”（各处“O”→“0”）" in diagnose(written).advice
    assert throughout(CODE) is None
    assert throughout(CODE.replace("0", "O").replace("Q", "U")) is None  # no valid code


# --- in a workbook ---------------------------------------------------------------------------


def repair_of(sheets):
    (found,) = [one for one in problems_of(sheets) if one.code == "bad_credit_code"]
    return found.cell, found.remedy


def test_a_code_that_stands_elsewhere_goes_before_every_other_proposal():
    written = OTHER_CODE[:-1] + "J"  # nothing that looks like U
    permit = {"enterprise_id": "002", "kind": "排污许可证编号", "value": f"{OTHER_CODE}001P"}
    alone = repair_of(changed(("企业!B3", written)))
    told = repair_of(with_rows("identifiers", permit, sheets=changed(("企业!B3", written))))
    assert OTHER_CODE not in alone[1]
    assert told[0] == "B3"
    assert told[1].startswith(f"可能应为“{OTHER_CODE}”（标识!C2是这个代码；第18位“J”改为“U”）")


def test_the_mended_code_gives_no_problem():
    wrong = changed(("企业!B3", OTHER_CODE.replace("MA", "AM")))
    cell, remedy = repair_of(wrong)
    assert cell == "B3"
    assert f"可能应为“{OTHER_CODE}”（第9、10位对调）" in remedy
    assert problems_of(changed(("企业!B3", OTHER_CODE))) == []


def test_a_code_with_blanks_and_small_letters_is_the_same_code():
    spaced = "9136 0499 MA00 0000 2u"
    found = problems_of(changed(("企业!B3", spaced)))
    assert [(one.code, one.cell) for one in found] == [("stray_space", "B3")]


def test_a_column_of_other_numbers_is_diagnosed_at_once():
    rows = [{"enterprise_id": f"E{at}", "name": "厂", "industry_code": "3041", "uscc": f"36042{at:013}"}
            for at in range(200)]  # fmt: skip
    found = [
        one for one in problems_of(with_rows("enterprises", *rows)) if one.code == "bad_credit_code"
    ]
    assert len(found) > 150
    assert any("可能" in one.remedy for one in found[:100])
    assert not any("可能" in one.remedy for one in found[100:])


def test_two_codes_that_stand_elsewhere_decide_nothing():
    # With another last character it is the one, with another last but one the other.
    written = "91360499MA0000002Q"
    alone = diagnose(written, {CODE: "企业!B2"})
    assert f"可能应为“{CODE}”（企业!B2是这个代码" in alone.advice
    both = diagnose(written, {CODE: "企业!B2", OTHER_CODE: "企业!B3"})
    assert "是这个代码" not in both.advice
