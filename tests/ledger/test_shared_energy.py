"""Energy metered for several lines: its process, its allocation key, the shares declared for it."""

import pytest
from workbooks import CODE, codes_of, good_sheets, ledger_of, with_rows

GAS = {"enterprise_id": "002", "year": 2021, "carrier": "气田天然气", "amount": 100,
       "amount_unit": "万立方米", "flow": "外供"}  # fmt: skip


def works(**energy) -> dict:
    """Return the good workbook, with columns of version 1.2, a second glass line and a row of energy."""
    sheets = good_sheets()
    sheets["说明"][0][1] = "1.2"
    sheets["生产线"][0].append("所属工序")
    for row, process in zip(sheets["生产线"][1:], ("烧成", "熔化"), strict=True):
        row.extend([""] * (len(sheets["生产线"][0]) - 1 - len(row)) + [process])
    sheets["能源"][0] += ["用途", "实测低位发热量", "计量工序", "分摊方式"]
    glass = sheets["生产线"][2][3]
    sheets = with_rows(
        "lines",
        {"enterprise_id": "002", "line_id": "2线", "product_id": glass, "status": "停产",
         "process": "熔化"},
        sheets=sheets,
    )  # fmt: skip
    return with_rows("energy", GAS | energy, sheets=sheets) if energy else sheets


def shared(*shares: dict, **energy) -> dict:
    """Return the workbook with a row of energy shared out, and rows of shares."""
    given = {"scope": "企业", "allocation_key": "按申报比例"} | energy
    rows = [{"enterprise_id": "002", "year": 2021} | share for share in shares]
    return with_rows("shares", *rows, sheets=works(**given))


def halves(first: float, second: float, **more) -> tuple[dict, dict]:
    return (
        {"line_id": "1线", "share_percent": first} | more,
        {"line_id": "2线", "share_percent": second} | more,
    )


def test_energy_of_a_process_that_a_line_belongs_to_is_sound():
    sheets = works(scope="工序", process="熔化", allocation_key="按产量")
    assert codes_of(sheets) == []
    row = ledger_of(sheets)["energy"].iloc[-1]
    assert (row["scope"], row["process"], row["allocation_key"]) == ("process", "熔化", "output")


def test_energy_of_a_process_without_its_name_is_told_of_nobody():
    assert codes_of(works(scope="工序", process="")) == [("process_missing", "能源!M7")]


def test_a_workbook_that_has_no_column_for_the_process_is_not_asked_for_it():
    assert codes_of(with_rows("energy", GAS | {"scope": "工序"})) == []


@pytest.mark.parametrize("scope", ["企业", "生产线"])
def test_a_process_is_that_of_a_meter_of_a_process(scope):
    line = "1线" if scope == "生产线" else ""
    sheets = works(scope=scope, line_id=line, process="熔化")
    assert codes_of(sheets) == [("process_without_scope", "能源!M7")]


def test_a_row_without_line_scope_or_both_is_told_once():
    assert codes_of(works(process="熔化")) == [("scope_without_line", "能源!B7")]


def test_a_process_of_no_line_of_the_enterprise_is_unknown_though_others_have_it():
    assert codes_of(works(scope="工序", process="烧成")) == [("process_unknown", "能源!M7")]


def test_an_unknown_process_is_said_once_with_all_its_rows():
    sheets = works(scope="工序", process="溶化")
    sheets = with_rows(
        "energy", GAS | {"scope": "工序", "process": "溶化", "carrier": "电力",
                         "amount_unit": "万千瓦时"}, sheets=sheets)  # fmt: skip
    assert codes_of(sheets) == [("process_unknown", "能源!M7")]


def test_energy_of_a_line_is_not_shared_out():
    sheets = works(line_id="1线", allocation_key="按产量")
    assert codes_of(sheets) == [("allocation_on_line", "能源!N7")]


def test_shares_that_make_a_whole_are_sound():
    sheets = shared(*halves(60, 40))
    assert codes_of(sheets) == []
    shares = ledger_of(sheets)["shares"]
    assert shares["share_percent"].tolist() == [60, 40]
    assert shares["line_code"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [(60, 40, True), (60, 39.99, True), (60.01, 40, True), (60, 39.98, False), (60, 40.02, False),
     (33.33, 66.66, True), (0, 100, True), (60, "", False)],
)  # fmt: skip
def test_shares_may_miss_the_whole_by_a_hundredth_and_no_more(first, second, whole):
    expected = [] if whole else [("shares_not_whole", "分摊比例!F2")]
    assert codes_of(shared(*halves(first, second))) == expected


def test_shares_of_a_carrier_and_of_all_carriers_are_wholes_of_their_own():
    gas = halves(50, 50, carrier="气田天然气")
    assert codes_of(shared(*halves(60, 40), *gas)) == []
    wrong = halves(50, 40, carrier="气田天然气")
    assert codes_of(shared(*halves(60, 40), *wrong)) == [("shares_not_whole", "分摊比例!F4")]


def test_a_share_goes_to_a_line_of_its_process():
    process = {"scope": "工序", "process": "熔化"}
    assert codes_of(shared(*halves(60, 40, process="熔化"), **process)) == []
    sheets = shared(*halves(60, 40, process="熔化"), **process)
    sheets["生产线"][3][sheets["生产线"][0].index("所属工序")] = "退火"
    assert codes_of(sheets) == [("share_of_other_process", "分摊比例!E3")]
    sheets["生产线"][3][sheets["生产线"][0].index("所属工序")] = ""
    assert codes_of(sheets) == [("share_of_other_process", "分摊比例!E3")]


def test_energy_shared_out_without_shares_is_told():
    assert codes_of(shared()) == [("shares_missing", "能源!N7")]


@pytest.mark.parametrize(
    "other", [{"year": 2020}, {"process": "熔化"}, {"carrier": "原煤"}], ids=str
)
def test_shares_of_another_year_process_or_carrier_serve_nobody(other):
    sheets = shared(*halves(60, 40, **other))
    assert codes_of(sheets) == [
        ("shares_missing", "能源!N7"),
        ("shares_unused", "分摊比例!E2"),
        ("shares_unused", "分摊比例!E3"),
    ]


def test_shares_of_a_carrier_serve_it_and_shares_of_no_carrier_serve_all():
    assert codes_of(shared(*halves(60, 40, carrier="气田天然气"))) == []
    assert codes_of(shared(*halves(60, 40), carrier="电力", amount_unit="万千瓦时")) == []


def test_shares_beside_another_key_are_unused():
    assert codes_of(shared(*halves(60, 40), allocation_key="按产量")) == [
        ("shares_unused", "分摊比例!E2"), ("shares_unused", "分摊比例!E3"),
    ]  # fmt: skip


def test_a_share_that_can_not_be_read_is_told_once():
    sheets = shared(*halves("六成", 40))
    assert codes_of(sheets) == [("not_a_number", "分摊比例!F2")]


def test_a_share_of_a_line_of_nobody_is_an_orphan_and_nothing_else():
    first, second = halves(60, 40)
    sheets = shared(first, second | {"line_id": "9线"})
    assert codes_of(sheets) == [("orphan_key", "分摊比例!E3")]


def test_a_line_shares_a_carrier_once():
    assert codes_of(shared(*halves(60, 40), *halves(60, 40))) == [
        ("duplicate_key", "分摊比例!A4"), ("duplicate_key", "分摊比例!A5"),
        ("shares_not_whole", "分摊比例!F2"),
    ]  # fmt: skip


def test_feedstock_and_fuel_of_one_carrier_are_rows_of_their_own():
    coal = {"enterprise_id": CODE, "line_id": "1号窑", "year": 2021, "carrier": "原煤", "amount": 50000,
            "amount_unit": "吨"}  # fmt: skip
    assert codes_of(with_rows("energy", coal, sheets=works())) == [("duplicate_key", "能源!A7")]
    feedstock = with_rows("energy", coal | {"purpose": "原料用能"}, sheets=works())
    assert codes_of(feedstock) == []


def test_two_processes_have_a_period_each():
    half = {"period_start": "2021-01-01", "period_end": "2021-06-30", "scope": "工序"}
    sheets = works(process="熔化", **half)
    sheets["生产线"][3][sheets["生产线"][0].index("所属工序")] = "退火"
    other = GAS | half | {"process": "退火", "period_start": "2021-03-01"}
    sheets = with_rows("energy", other, sheets=sheets)
    assert codes_of(sheets) == [
        ("date_as_text", "能源!I7"), ("date_as_text", "能源!J7"),
    ]  # fmt: skip
