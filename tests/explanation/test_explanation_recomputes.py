"""Every number of an explanation follows from those before it, and from the cells and rows it cites.

The arithmetic is written out here once more, from the texts of GB/T 2589 and of the corrections, over
what `explain --json` prints.
"""

import datetime as dt
import json
import math

import pytest

from capacity_analysis import Standards, paths, read_ledger, units, vocabulary
from capacity_analysis.explanation import Explainer
from capacity_analysis.sheets.addresses import column_position
from capacity_analysis.sheets.cells import as_text
from capacity_analysis.sheets.files import open_sheets

DAY = dt.date(2022, 12, 31)  # levels of 1609号 and limits such as GB 16780—2021 are both in force
STRONG = ("verified", "cross_checked")
MARKS = ("verified", "cross_checked", "recalled", "carried_over", "open")


@pytest.fixture(scope="module")
def standards():
    return Standards.load()


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def assessment(ledger, standards, assess_once):
    return assess_once(ledger, standards, as_of=DAY)


@pytest.fixture(scope="module")
def codes(assessment):
    """Lines among which each product, verdict, reason, mark, carrier and way of sharing occurs."""
    verdict = ["result", "reason", "confidence", "row_id", "correction_missing"]
    of_line = ["product_id", "industry", "out_of_operation"]
    telling = {
        "gaps": [*verdict, *of_line],
        "limits": verdict,
        "terms": ["carrier", "flow", "allocated", "measured_ncv", "coefficient_row", "confidence"],
        "allocations": ["key"],
    }
    found = {
        code
        for table, columns in telling.items()
        for column in columns
        for code in assessment[table].drop_duplicates(column)["line_code"]
    }
    return sorted(found - {-1})


@pytest.fixture(scope="module")
def explained(assessment, ledger, standards, codes):
    """These lines of the sample, as the JSON says them."""
    explainer = Explainer(assessment, ledger, standards)
    texts = [json.dumps(explainer.explain(code).to_json(), allow_nan=False) for code in codes]
    return [json.loads(text) for text in texts]


@pytest.fixture(scope="module")
def corrected(corrected_limits):
    """Lines whose limits are corrected, as the JSON says them."""
    return [json.loads(json.dumps(one.to_json(), allow_nan=False)) for one in corrected_limits]


def same(number, expected):
    if number is None or expected is None:
        return number is expected
    return math.isclose(number, expected, rel_tol=1e-9, abs_tol=1e-9)


def of_output(explained, measure):
    """The output on the basis of an indicator: quantities times their factors."""
    return sum(
        row["quantity"] * math.prod(factor["value"] / factor["per"] for factor in factors)
        for row, factors in zip(explained["outputs"], measure["factors"], strict=True)
    )


def effect(rule, form, x, condition):
    """What a correction multiplies and adds, after the wording of its form; None if unknown."""
    if condition is not None and condition <= rule["condition_above"]:
        return 1.0, 0.0
    if x is None or (rule["condition_attribute"] and condition is None):
        return None
    over = x - (rule["reference"] or 0.0)
    most = math.inf if rule["most_points"] is None else rule["most_points"]
    match form:
        case "add_per_point":
            return 1.0, rule["coefficient"] * over
        case "add_per_point_above":
            return 1.0, rule["coefficient"] * min(max(over, 0.0), most)
        case "add_per_point_below":
            return 1.0, rule["coefficient"] * min(max(-over, 0.0), most)
        case "multiply_linear":
            return rule["intercept"] + rule["coefficient"] * x / rule["reference"], 0.0
    pytest.fail(f"no arithmetic here for {form}")


def test_every_amount_is_the_cell_in_its_base_unit(explained):
    for one in explained:
        for row in one["outputs"]:
            if row["amount"] is not None:
                factor = float(units.factor(row["unit"], row["quantity_unit"]))
                assert same(row["quantity"], row["amount"] * factor)
        for term in one["terms"]:
            assert term["quantity_unit"] == vocabulary.carriers()[term["carrier"]].base_unit
            if term["amount"] is not None:
                factor = float(units.factor(term["unit"], term["quantity_unit"]))
                assert same(term["quantity"], term["amount"] * factor)


def test_every_energy_is_amount_times_share_times_coefficient(explained):
    for term in (term for one in explained for term in one["terms"]):
        share = term["share"]["share"] if term["share"] else 1.0
        assert (term["sign"] == 1) == (term["flow"] == "consumed")
        if term["ncv_kj"] is not None:
            assert same(term["coefficient"], term["ncv_kj"] * term["kgce_per_kj"])
        if term["quantity"] is not None and term["coefficient"] is not None:
            energy = term["sign"] * term["quantity"] * share * term["coefficient"]
            assert same(term["energy_kgce"], energy)


def test_every_coefficient_is_that_of_the_row_cited(explained, standards):
    for term in (term for one in explained for term in one["terms"] if term["citation"]):
        _kind, row = standards.document(term["citation"]["document_id"]).row(
            term["citation"]["row_id"]
        )
        own = term["coefficient"] if term["ncv_kj"] is None else term["kgce_per_kj"]
        assert own == row["kgce_per_unit"]
        assert term["citation"]["confidence"] == row["confidence"]


def test_the_shares_of_a_row_are_a_whole_and_hold_the_lines_own(explained):
    shared = [(one, term) for one in explained for term in one["terms"] if term["share"]]
    assert shared
    for one, term in shared:
        assert same(sum(term["share"]["lines"].values()), 1.0)
        assert term["share"]["lines"][one["line"]["line_id"]] == term["share"]["share"]
        key = term["share"]["key"]
        if key != "shares":
            assert same(term["share"]["by_key"][key], term["share"]["share"])
        else:
            assert term["share"]["declared"]


def test_every_unit_energy_is_the_sum_of_its_terms_by_the_output(explained):
    measured = 0
    for one in explained:
        by_number = {term["number"]: term for term in one["terms"]}
        for measure in one["measures"]:
            assert (measure["value"] is None) == bool(measure["lacks"]), one["line"]
            if measure["value"] is None:
                continue
            measured += 1
            name = "signed_quantity" if measure["unit"] == "kWh" else "energy_kgce"
            total = sum(by_number[number][name] for number in measure["counted"])
            assert same(measure["total"], total)
            assert same(measure["output"], of_output(one, measure))
            assert same(measure["value"], measure["total"] / measure["output"])
    assert measured > len(explained) / 2


def test_other_keys_give_what_their_shares_give_and_bound_the_interval(explained):
    checked = 0
    for one in explained:
        by_number = {term["number"]: term for term in one["terms"]}
        for measure in one["measures"]:
            if measure["value"] is None:
                continue
            found = [measure["value"]]
            for key, value in measure["by_key"].items():
                if value is None:
                    continue
                total = 0.0
                for number in measure["counted"]:
                    term = by_number[number]
                    share = term["share"]
                    part = 1.0
                    if share:
                        other = share["by_key"][key]
                        part = share["share"] if other is None else other
                    per = 1.0 if measure["unit"] == "kWh" else term["coefficient"]
                    total += term["sign"] * term["quantity"] * part * per
                assert same(value, total / measure["output"])
                found.append(value)
                checked += 1
            assert same(measure["low"], min(found))
            assert same(measure["high"], max(found))
    assert checked


def test_every_level_is_that_of_the_row_cited(explained, standards):
    for level in levels_of(explained):
        cited = level["citation"]
        _kind, row = standards.document(cited["document_id"]).row(cited["row_id"])
        for name, value in level["levels"].items():
            assert value == row[name]
        assert (level["unit"], level["indicator"]) == (row["unit"], row["indicator"])


def test_every_correction_moves_its_levels_as_its_wording_says(explained, corrected):
    moved = 0
    for level in levels_of([*explained, *corrected]):
        at = dict(level["levels"])
        for one in level["corrections"]:
            if one["form"] == "not_found":
                assert one["before"] == one["after"]
                continue
            by_name = {each["attribute"]: each["value"] for each in one["conditions"]}
            x = one["conditions"][0]["value"]
            condition = by_name.get(one["rule"]["condition_attribute"])
            told = effect(one["rule"], one["form"], x, condition)
            for number, before in one["before"].items():
                name = f"level_{number}"
                assert same(before, at[name])
                factor, addition = told or (1.0, 0.0)
                expected = None if before is None else before * factor + addition
                assert same(one["after"][number], expected)
                moved += told not in (None, (1.0, 0.0))
                at[name] = one["after"][number]
        for name, value in level["corrected"].items():
            assert same(value, at[name])
    assert moved


def levels_of(explained):
    return [level for one in explained for found in one["findings"] for level in found["levels"]]


def measured_levels(explained):
    for one in explained:
        measures = {measure["indicator"]: measure for measure in one["measures"]}
        for found in one["findings"]:
            for level in found["levels"]:
                if level["measured"] is not None:
                    yield measures[level["indicator"]], level


def test_every_gap_is_the_converted_value_less_the_threshold(explained):
    for measure, level in measured_levels(explained):
        conversion = level["conversion"]
        value = (measure["value"] - conversion["power"]) / conversion["divisor"]
        assert same(level["measured"], value)
        assert same(level["threshold"], list(level["corrected"].values())[-1])
        assert same(level["gap"], value - level["threshold"])


def test_the_tier_is_the_best_level_that_is_met(explained):
    order = {
        "advanced": ["advanced", "baseline", "below"],
        "level_1": ["level_1", "level_2", "level_3", "over"],
    }
    for _measure, level in measured_levels(explained):
        values, names = list(level["corrected"].values()), order[next(iter(level["corrected"]))]
        met = [value is not None and level["measured"] <= value + 1e-9 for value in values]
        expected = names[met.index(True)] if met[-1] and any(met) else names[-1]
        assert level["tier"] == expected


def test_a_result_is_as_sure_as_the_weakest_number_it_rests_on(explained):
    for _measure, level in measured_levels(explained):
        weakest = max((link["confidence"] for link in level["links"]), key=MARKS.index)
        assert level["confidence"] == weakest
        assert level["weakest"]
        assert all(link["confidence"] == weakest for link in level["weakest"])
        missed = level["gap"] > 1e-9 * max(1.0, abs(level["threshold"]))
        if level["result"] in ("hit", "clear"):
            assert weakest in STRONG
            assert (level["result"] == "hit") == missed
        if level["result"] == "review":
            assert weakest not in STRONG or level["lack"] or not level["citation"]["binding"]


def test_every_saving_is_excess_times_output(explained):
    saved = 0
    for _measure, level in measured_levels(explained):
        for saving in level["savings"]:
            excess = max(level["measured"] - level["corrected"][saving["target"]], 0.0)
            assert same(saving["excess"], excess) or excess < 1e-9 * abs(level["measured"])
            tce = saving["excess"] * saving["output"] * saving["kgce_per_unit"] / 1000
            assert same(saving["tce"], tce)
            saved += tce > 0
    assert saved


def test_carbon_is_amounts_times_factors_and_a_saving_its_share(explained):
    counted = 0
    for one in explained:
        found = next(each for each in one["findings"] if each["ground"] == "below_baseline")
        carbon = found["carbon"]
        if carbon["total_tco2"] is None:
            assert carbon["lack"] or not carbon["saving_to_advanced_tco2"]
            continue
        parts = [each["quantity"] * each["factor"] for each in carbon["emissions"]
                 if each["quantity"]]  # fmt: skip
        assert same(carbon["total_tco2"], sum(parts))
        governing = [level for level in found["levels"] if level["governs"]]
        for saving in governing[0]["savings"] if governing else ():
            told = carbon[f"saving_to_{saving['target']}_tco2"]
            if told:
                share = carbon["counted_tco2"] / carbon["counted_tce"]
                assert same(told, saving["tce"] * share)
                counted += 1
    assert counted


def test_the_row_that_governs_has_the_verdict_of_its_ground(explained, assessment, codes):
    for ground, table in (("below_baseline", "gaps"), ("over_limit", "limits")):
        judged = assessment[table].iloc[codes]
        for one, result, row in zip(explained, judged["result"], judged["row_id"], strict=True):
            found = next(each for each in one["findings"] if each["ground"] == ground)
            assert found["result"] == result
            governing = [level for level in found["levels"] if level["governs"]]
            assert len(governing) == isinstance(row, str)
            if governing:
                assert governing[0]["citation"]["row_id"] == row
                assert governing[0]["result"] == result


def test_every_cell_named_holds_the_amount_said_or_was_corrected(explained):
    grids = open_sheets(paths.sample_ledger()).grids
    for one in explained:
        for said in (*one["outputs"], *one["terms"]):
            held, expected = cell(grids, said["place"]["cell"]), said["amount"]
            for correction in said["place"]["corrections"]:
                if correction["place"] == said["place"]["cell"]:
                    assert as_text(held) == correction["old"]
                    held = cell(grids, correction["cell"])
            assert same(None if held in (None, "") else float(held), expected)


def test_an_origin_is_a_cell_of_a_return_that_holds_the_amount(explained):
    files, held = {}, 0
    for one in explained:
        for said in (*one["outputs"], *one["terms"]):
            origin, place = said["place"]["origin"], said["place"]
            if not origin or "；" in origin or place["corrections"] or said["amount"] is None:
                continue
            file, _mark, address = origin.partition(" ")
            if file not in files:
                files[file] = open_sheets(paths.sample_intake() / file).grids
            value = cell(files[file], address)
            assert same(float(as_text(value)), said["amount"]), origin
            held += 1
    assert held > len(explained)


def cell(grids, address):
    sheet, _mark, place = address.partition("!")
    letters = place.rstrip("0123456789")
    row = grids[sheet].rows[int(place.removeprefix(letters)) - 1]
    position = column_position(letters)
    return row[position] if position < len(row) else None
