"""From returns to unit energies: shared-out energy, conversions, and where every row went."""

import pandas as pd
from small_views import Line, cells, column, sentences, table, view, with_tables

from capacity_analysis import sections


def _shared(**more):
    """Return two kilns on one meter: 220,000t of washed coal and 2,000,000 kWh, by output.

    245.8 + 0.9 x 220000 = 198245.8 tce over 1000000 + 1000000 t: 99.1 kgce/t each; by capacity,
    1 : 3, 49.6 and 148.7.
    """
    lines = [
        {"enterprise_id": "甲厂", "line_id": line, "product_id": "clinker", "status": "operating",
         "capacity": capacity, "capacity_unit": "吨"}
        for line, capacity in (("1号", 1e6), ("2号", 3e6))
    ]  # fmt: skip
    made = [
        {"enterprise_id": "甲厂", "line_id": line, "year": 2021, "product_id": "clinker",
         "output": 1e6, "output_unit": "吨", "period_kind": "full_year"}
        for line in ("1号", "2号")
    ]  # fmt: skip
    meter = {"enterprise_id": "甲厂", "year": 2021, "flow": "consumed", "scope": "enterprise",
             "allocation_key": "output"}  # fmt: skip
    energy = [
        {**meter, "carrier": "electricity", "amount": 2e6, "amount_unit": "千瓦时"},
        {**meter, "carrier": "washed_coal", "amount": 220_000, "amount_unit": "吨"},
    ]
    tables = {"lines": lines, "production": made, "energy": energy}
    return view(codes={"甲厂": "3011"}, more=tables, **more)


def test_shared_out_energy_is_marked_with_what_other_keys_would_give():
    of = _shared()
    gaps = table(sections.energy_gap(of), "table-gaps")
    assert column(gaps, "单位能耗") == ["99.1［分摊49.6—99.1］", "99.1［分摊99.1—148.7］"]
    assert column(gaps, "水平") == ["◎标杆", "◎标杆（待核）"]
    assert any(note.startswith("［分摊］") for note in gaps.notes)
    assert "待核（序号2） 换一种分摊方法结论就会改变，须核实各线能耗。" in gaps.notes


def test_a_verdict_that_hangs_on_the_key_is_to_be_settled_by_data_and_not_by_a_text():
    said = sentences(_shared())
    assert any(
        text.startswith("1条生产线的结论须核实数据后才能确定：换一种分摊方法结论就会改变")
        for text in said
    )
    assert not any("待核对原文" in text for text in said)


def test_the_table_of_shares_has_amounts_keys_and_cells():
    rows = cells(table(sections.trace(_shared()), "table-allocations"))
    assert rows[0][3:] == [
        "电力2000000千瓦时（能源!F2）", "按产量", "50.00%", "1000000千瓦时",
        "50.00%／25.00%／—", "49.6—99.1",
    ]  # fmt: skip
    assert len(rows) == 4


def test_every_row_of_energy_is_accounted_for():
    # 245.8 + 198000 = 198245.8 tce, half of it each; the difference is nothing.
    balance = cells(table(sections.trace(_shared()), "table-balance"))
    assert [row[0] for row in balance] == [
        "按企业或工序计量、已分摊", "按企业或工序计量、已分摊", "台账合计", "与各去向之和的差",
    ]  # fmt: skip
    assert [row[4] for row in balance] == ["99122.9", "99122.9", "198245.8", "0.0"]


def test_the_definition_of_each_unit_energy_stands_beside_it():
    rows = cells(table(sections.trace(view(Line())), "table-definitions"))
    assert rows[0][:2] == ["水泥熟料", "综合能耗"]
    assert rows[0][5].startswith("ue-clinker")


def test_a_measured_calorific_value_is_seen_in_the_sum():
    of = view(Line(unit_energy=110))
    terms = of.assessment["terms"]
    coal = (terms["carrier"] == "washed_coal").to_numpy()
    terms = terms.assign(
        measured_ncv=coal, ncv_kj=pd.Series(coal, dtype="float").map({1.0: 26_377.0})
    )
    of = with_tables(of, terms=terms)
    trace = table(sections.trace(of), "table-trace")
    assert "［实测热值26377］" in cells(trace)[0][2]
    assert any(note.startswith("［实测热值］") for note in trace.notes)


def test_output_on_another_basis_is_converted_in_sight():
    # 2000000 t of 50 of 100: 1000000 t on the standard's basis.
    of = view(Line(unit_energy=110))
    made = pd.DataFrame(
        {
            "line_code": [0], "product_id": ["clinker"], "output": [2_000_000.0],
            "output_unit": ["吨"], "content": [50.0], "output_base": ["t"],
            "content_cell": ["产量!G2"],
        }
    )  # fmt: skip
    of = with_tables(of, production=made)
    gaps = table(sections.energy_gap(of), "table-gaps")
    assert column(gaps, "产量") == ["100万吨［折算］"]
    assert column(table(sections.trace(of), "table-trace"), "产量") == [
        "2000000吨（产量!E2），含量50（产量!G2），折100万吨"
    ]
