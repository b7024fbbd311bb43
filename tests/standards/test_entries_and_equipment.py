"""How the entries of the catalogues ask a ledger: by types, attributes and uses of equipment."""

import re
from itertools import combinations

import pytest

from capacity_analysis import vocabulary
from capacity_analysis.standards import Standards

CATALOGUES = (
    "catalogue-2011",
    "catalogue-2019",
    "catalogue-2024",
    "guofa-2010-7",
    "cbmf-2019",
    "guofa-2023-24",
    "nea-2020-37",
)
# Why a ledger cannot show whether a row holds: a person must.
BY_A_PERSON = {
    "whether equipment meets the mandatory standards is for the other grounds to find": (
        "cat2019-029b", "cat2019-029c", "cat2019-030b", "cat2019-030c",
        "cat2024-029b", "cat2024-029c", "cat2024-030b", "cat2024-030c",
    ),
    "the access conditions of the industry are not in the store": ("cat2019-106b", "cat2024-106b"),
    "a rule about all industries, which the energy grounds and the deadline apply": (
        "cat2024-204", "cat2024-205", "cat2024-206", "cat2024-207",
    ),
    "says when a unit counts as dismantled, not which unit must be": ("insc0b0-001",),
}  # fmt: skip
# Rows of which the source leaves open whether the end belongs to them (以下, 及以下, 不含).
DOUBTFUL = {"015": "6300", "016": "3000", "054b": "2"}


@pytest.fixture(scope="module")
def rows():
    standards = Standards.load()
    return {name: standards.document(name).rows("catalogue_entries") for name in CATALOGUES}


@pytest.fixture(scope="module")
def row(rows):
    return {each["row_id"]: each for found in rows.values() for each in found}


def types_of(row):
    return set(filter(None, row["equipment_types"].split(";")))


def conditions(text):
    """The conditions of a cell: name, whether it wants one of the values, the values."""
    found = (re.fullmatch("([a-z0-9_]+)(!?=)(.+)", part) for part in text.split(" & ") if part)
    return [(each[1], each[2] == "=", set(each[3].split(";"))) for each in found]


def uses(text):
    return {value for name, _, values in conditions(text) if name == "use" for value in values}


def exclude_each_other(one, other):
    """Whether no equipment is in the scope of both cells, by one of their conditions."""
    return any(
        name == of_other
        and (
            (wants and wants_too and not values & others)
            or (wants and not wants_too and values <= others)
            or (wants_too and not wants and others <= values)
        )
        for name, wants, values in conditions(one)
        for of_other, wants_too, others in conditions(other)
    )


# --- what a ledger can be asked ---


def test_every_row_names_its_equipment_or_stands_in_the_list_of_those_for_a_person(rows):
    without = [
        row["row_id"] for found in rows.values() for row in found if not row["equipment_types"]
    ]
    assert sorted(without) == sorted(name for names in BY_A_PERSON.values() for name in names)


@pytest.mark.parametrize(
    ("document_id", "asked", "by_a_person"),
    [
        ("catalogue-2011", 5, 0),
        ("catalogue-2019", 223, 5),
        ("catalogue-2024", 239, 9),
        ("guofa-2010-7", 20, 0),
        ("cbmf-2019", 9, 0),
        ("guofa-2023-24", 2, 0),
        ("nea-2020-37", 0, 1),
    ],
)
def test_count_of_the_rows_that_a_ledger_can_be_asked(rows, document_id, asked, by_a_person):
    found = [bool(row["equipment_types"]) for row in rows[document_id]]
    assert (found.count(True), found.count(False)) == (asked, by_a_person)


def test_two_editions_that_say_the_same_ask_the_same(rows):
    said = ("category", "equipment", "attribute", "operator", "threshold", "exception")
    asked = ("equipment_types", "attribute_id", "doubtful_at", "applies_when", "exempt_when")
    older = {tuple(row[name] for name in said): row for row in rows["catalogue-2019"]}
    alike = 0
    for new in rows["catalogue-2024"]:
        if old := older.get(tuple(new[name] for name in said)):
            alike += 1
            assert [new[name] for name in asked] == [old[name] for name in asked], new["row_id"]
    assert alike == len(rows["catalogue-2019"]) == 228


def test_the_attribute_of_a_row_is_counted_in_its_unit(rows):
    attributes = vocabulary.equipment_attributes()
    for found in rows.values():
        for row in found:
            if row["attribute_id"] not in ("", "model"):
                assert attributes[row["attribute_id"]].unit == row["unit"], row["row_id"]


def test_one_attribute_of_the_vocabulary_is_one_thing_in_the_words_of_the_entries(rows):
    """An attribute that stands for several words of one unit does so on purpose."""
    words = {}
    for found in rows.values():
        for row in found:
            if row["attribute_id"] not in ("", "model"):
                words.setdefault(row["attribute_id"], set()).add(row["attribute"])
    several = {name: found for name, found in words.items() if len(found) > 1}
    assert several == {
        "nominal_capacity_t": {"公称容量", "容量"},
        "sintering_area_m2": {"有效烧结面积", "面积"},
        "transformer_capacity_kva": {"容量", "单台容量", "单台炉容量"},
        "diameter_m": {"直径", "窑径"},
        "capacity_10k_t_per_year": {
            "产能", "单炉产能", "单机产能", "单线规模", "单线产能", "起始规模", "单系列规模", "单系列产能",
        },
        "capacity_t_per_year": {"产能", "产能（REO）", "单台产能", "单线产能"},
        "enterprise_capacity_10k_t_per_year": {"企业生产能力", "企业规模"},
    }  # fmt: skip


# --- the end of a range ---


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_an_end_that_the_source_leaves_open_can_lead_only_to_review(row, year):
    for number, end in DOUBTFUL.items():
        assert row[f"cat{year}-{number}"]["doubtful_at"] == end
        assert "含本数" in row[f"cat{year}-{number}"]["remark"]


def test_bias_tyres_of_500_000_a_year_belong_to_their_entry(row):
    """50万条/年及以下, as a trade page quotes the entry."""
    entry = row["cat2019-126"]
    assert (entry["operator"], entry["threshold"], entry["doubtful_at"]) == ("<=", "50", "")


def test_no_other_end_is_in_doubt(rows):
    found = {row["row_id"] for each in rows.values() for row in each if row["doubtful_at"]}
    assert found == {f"cat{year}-{number}" for year in (2019, 2024) for number in DOUBTFUL}


def test_every_remark_that_an_end_may_not_belong_marks_the_row(rows):
    for found in rows.values():
        for row in found:
            assert bool(row["doubtful_at"]) >= ("含本数" in row["remark"]), row["row_id"]


# --- scope and exceptions ---


@pytest.mark.parametrize("document", ["cat2011", "cat2019", "cat2024"])
def test_a_blast_furnace_for_ferroalloys_or_pipe_falls_under_its_own_limit_alone(row, document):
    ordinary, other = row[f"{document}-001"], row[f"{document}-002"]
    assert (ordinary["threshold"], other["threshold"]) == ("400", "200")
    assert types_of(ordinary) == types_of(other) == {"blast_furnace"}
    assert exclude_each_other(ordinary["applies_when"], other["applies_when"])
    assert {"ferroalloy", "ferromanganese", "cast_pipe"} <= uses(other["applies_when"])
    assert ordinary["exempt_when"] == "use=foundry_iron"


def test_a_furnace_whose_use_is_stated_as_steelmaking_is_in_scope_and_not_excepted(row):
    entry = row["cat2019-001"]
    assert "steelmaking_iron" in vocabulary.equipment_uses()
    assert conditions(entry["applies_when"])[0][1] is False
    assert "steelmaking_iron" not in uses(entry["applies_when"]) | uses(entry["exempt_when"])


@pytest.mark.parametrize("document", ["cat2011", "cat2019", "cat2024"])
def test_every_ferroalloy_is_a_ferroalloy_for_the_blast_furnaces(row, document):
    """铁合金 in the entry of the converters takes in the same products."""
    ferroalloys = uses(row[f"{document}-003"]["exempt_when"])
    assert uses(row[f"{document}-002"]["applies_when"]) == ferroalloys | {"cast_pipe"}
    assert uses(row[f"{document}-001"]["applies_when"]) == ferroalloys | {"cast_pipe"}


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_the_power_of_a_submerged_arc_furnace_is_asked_from_25_000_kva_on(row, year):
    """2×2.5万千伏安及以上，但……电耗高于……: below, the size alone restricts it."""
    for number in ("041", "042", "043"):
        power, size = row[f"cat{year}-{number}"], row[f"cat{year}-{number}b"]
        assert power["all_of"] == size["all_of"] != ""
        assert (size["operator"], size["threshold"], size["unit"]) == (">=", "25000", "kVA")
        assert size["applies_when"] == power["applies_when"]


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_scrap_alone_does_not_say_whether_steel_is_ordinary(row, year):
    assert "scrap_steel" in uses(row[f"cat{year}-031"]["exempt_when"])


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_bias_tyres_and_their_like_are_restricted_for_new_projects_alone(row, year):
    assert row[f"cat{year}-152"]["applies_to"] == row[f"cat{year}-153"]["applies_to"] == "new"


@pytest.mark.parametrize("years", ["cat2019-188", "cat2024-201"])
def test_age_alone_does_not_decide_on_a_batch_dyeing_machine(row, years):
    """间歇式染色设备 has an entry of its own, by liquor ratio."""
    assert "batch_dyeing_machine" not in types_of(row[years])
    assert types_of(row[years + "b"]) == {"batch_dyeing_machine"}
    assert row[years + "b"]["confidence"] in ("recalled", "carried_over")


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_hot_charging_is_asked_of_refining_furnaces_alone(row, year):
    assert types_of(row[f"cat{year}-049"]) == {"ferroalloy_refining_furnace"}


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_a_ferromanganese_furnace_is_restricted_by_its_own_entry_alone(row, year):
    ordinary, manganese = row[f"cat{year}-029"], row[f"cat{year}-044"]
    assert exclude_each_other(ordinary["applies_when"], manganese["applies_when"])


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_ordinary_and_alloy_steel_have_each_their_own_range(row, year):
    ordinary, alloy = row[f"cat{year}-031"], row[f"cat{year}-032"]
    assert (ordinary["threshold"], alloy["threshold"]) == ("30..100", "30..50")
    assert "ordinary_steel" in uses(ordinary["applies_when"])
    assert "alloy_steel" in uses(alloy["applies_when"])
    assert exclude_each_other(ordinary["applies_when"], alloy["applies_when"])


@pytest.mark.parametrize(
    ("row_id", "use"),
    [
        ("cat2019-004", "casting"),  # 机械铸造用电炉除外
        ("cat2019-004", "special_steel"),  # the remark: later texts except it, not checked
        ("cat2019-005", "casting"),  # 铸造用感应炉除外
        ("cat2019-003", "ferroalloy"),  # 铁合金转炉除外
        ("cat2019-006", "foundry_iron"),  # 铸造用生铁烧结机除外
        ("cat2019-015", "special_ferroalloy"),  # 特殊品种除外
        ("cat2019-058", "aluminate_cement"),  # 生产铝酸盐水泥等特种水泥的除外
        ("cat2019-060", "special_cement"),  # 生产特种水泥的除外
        ("cat2019-102", "waste_salt"),  # 作为废盐综合利用的可保留
        ("insa81a-016", "aluminate_cement"),  # 生产高铝水泥的除外
    ],
)
def test_an_exception_by_use_is_possible_for_that_use(row, row_id, use):
    assert use in uses(row[row_id]["exempt_when"])


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_only_a_wet_kiln_can_be_excepted_for_what_it_burns(row, year):
    kiln = row[f"cat{year}-059"]
    assert types_of(kiln) == {"lepol_kiln", "wet_kiln"}
    assert kiln["exempt_when"] == "type=wet_kiln & use=sludge_or_carbide_slag"


@pytest.mark.parametrize("year", ["2019", "2024"])
def test_a_furnace_that_casts_is_asked_for_its_papers_and_one_for_other_metals_is_not(row, year):
    entry = row[f"cat{year}-005"]
    assert {"scrap_steel", "casting"} <= uses(entry["applies_when"])
    assert "recycled_metal" not in uses(entry["applies_when"])


def test_what_excepts_a_row_is_in_its_scope(rows):
    """An exception out of scope could never be asked for its papers."""
    for found in rows.values():
        for row in found:
            wanted = [v for name, wants, v in conditions(row["applies_when"]) if name == "use"]
            excepted = uses(row["exempt_when"])
            for values in wanted:
                negative = "use!=" in row["applies_when"]
                assert not (excepted & values if negative else excepted - values), row["row_id"]


def test_an_exception_that_no_ledger_can_show_is_left_to_its_papers(rows):
    open_ = {
        row["row_id"]
        for found in rows.values()
        for row in found
        if row["equipment_types"] and row["exception"] and not row["exempt_when"]
    }
    # A decision of the state, a plan of replacement, or one of two grounds that no cell states.
    assert open_ == {
        f"cat{y}-{n}" for y in (2019, 2024) for n in ("082", "095", "150", "174", "175")
    }


# --- no two rows contradict ---


def pairs(found):
    """Rows that compare one attribute of one type in one direction, each hitting by itself."""
    asked = [row for row in found if row["operator"] in ("<", "<=") and row["equipment_types"]]
    for one, other in combinations(asked, 2):
        if one["attribute_id"] == other["attribute_id"] and types_of(one) & types_of(other):
            yield one, other


def test_a_narrower_scope_with_a_lower_limit_is_out_of_the_scope_of_the_wider_one(rows):
    """Else the wide row would hit what the narrow one means to let pass."""
    for found in rows.values():
        for one, other in pairs(found):
            low, high = sorted((one, other), key=lambda row: float(row["threshold"]))
            if low["category"] != high["category"] or low["deadline"] != high["deadline"]:
                continue
            if low["threshold"] != high["threshold"] and low["applies_when"]:
                assert exclude_each_other(low["applies_when"], high["applies_when"]), (
                    low["row_id"], high["row_id"],
                )  # fmt: skip


def test_what_is_to_be_eliminated_lies_within_what_is_restricted(rows):
    for found in rows.values():
        for one, other in pairs(found):
            if exclude_each_other(one["applies_when"], other["applies_when"]):
                continue
            of = {row["category"]: float(row["threshold"]) for row in (one, other)}
            if {"淘汰类", "限制类"} == set(of):
                assert of["淘汰类"] <= of["限制类"], (one["row_id"], other["row_id"])


def test_no_type_is_eliminated_by_its_mere_presence_and_by_its_size(rows):
    """A limit of size would say nothing of what has no place at any size."""
    for name, found in rows.items():
        by = {
            present: {
                each
                for row in found
                if row["category"] == "淘汰类"
                and (row["operator"] == "is_present") == present
                and not row["applies_when"] and not row["exception"]
                and row["unit"] not in ("model", "bool" * (not present))
                for each in types_of(row)
            }
            for present in (True, False)
        }  # fmt: skip
        both = by[True] & by[False]
        expected = {
            # 电石炉 by capacity takes in the open ones; 锅炉 by steam takes in fixed grates.
            "catalogue-2019": {"open_carbide_furnace"},
            "catalogue-2024": {"open_carbide_furnace", "fixed_grate_coal_boiler"},
        }.get(name, set())
        assert both == expected, name


# --- the vocabulary as the entries use it ---


def test_every_type_is_named_by_an_entry_or_marked_as_ordinary(rows):
    named = {each for found in rows.values() for row in found for each in types_of(row)}
    for type_id, entry in vocabulary.equipment_types().items():
        assert (entry.listed == "yes") == (type_id in named), type_id


def test_every_attribute_is_asked_by_an_entry(rows):
    asked = set()
    for found in rows.values():
        for row in found:
            named = conditions(row["applies_when"]) + conditions(row["exempt_when"])
            asked |= {row["attribute_id"], *(name for name, _, _ in named)}
    assert set(vocabulary.equipment_attributes()) == asked - {"", "model", "use", "type"}


def test_every_use_is_asked_by_an_entry_or_is_an_ordinary_one(rows):
    asked = set()
    for found in rows.values():
        for row in found:
            asked |= uses(row["applies_when"]) | uses(row["exempt_when"])
    ordinary = {"steelmaking_iron", "ordinary_cement", "power_only"}
    assert set(vocabulary.equipment_uses()) == asked | ordinary
    assert not asked & ordinary


def test_no_product_implies_equipment_that_is_outdated_by_its_mere_presence(rows):
    """A product alone must neither close a line nor clear it of what it may have instead."""
    outdated = {
        each
        for found in rows.values()
        for row in found
        if row["category"] == "淘汰类" and row["operator"] == "is_present"
        for each in types_of(row)
    }
    assert not outdated & set(vocabulary.equipment_of_products().values())


@pytest.mark.parametrize(
    "product",
    [
        "clinker",  # shaft, wet and dry long kilns make it too
        "lime",
        "sintered_brick",
        "calcium_carbide",  # open furnaces make it too
        "flat_glass_500_to_800",  # so does sheet drawing
        "blister_copper_from_concentrate",
        "crude_lead",
        "crude_zinc",
        "cement",  # ball mill or vertical mill
        "recycled_aluminium",  # crucible and coal-fired furnaces make it too
        "recycled_lead_from_batteries",
        "sanitary_ceramics",  # downdraft and coal-fired kilns fire it too
        "ceramic_tile_absorption_over_10",
    ],
)
def test_a_product_that_outdated_and_modern_equipment_makes_implies_neither(product):
    assert product in vocabulary.products()
    assert product not in vocabulary.equipment_of_products()
