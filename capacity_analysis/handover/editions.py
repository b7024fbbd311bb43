"""What another edition would change: line by line, the verdict now and then, and the row that does it."""

from __future__ import annotations

import pandas as pd

from ..assessment import finding_words as words
from ..assessment.wording import change_label
from ..text import _
from .sheet import Sheet
from .words import Words, confidences, either, frame, reasons, said

_CATALOGUE = "elimination_list"


def editions(told: Words, energy: pd.DataFrame, catalogue: pd.DataFrame) -> Sheet:
    """Return every line under other editions of the energy levels and of the catalogue."""
    of_energy = _of_energy(told, energy)
    both = pd.concat([_of_catalogue(told, catalogue), of_energy], ignore_index=True)
    return Sheet(_("换版影响"), both[of_energy.columns])


def _of_energy(told: Words, table: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison on the grounds of energy (`assessment.editions.compared`)."""
    sides = {
        side: {
            _("{side}结论").format(side=name): _verdicts(table["ground"], table[f"result_{side}"]),
            _("{side}行号").format(side=name): table[f"row_id_{side}"],
            _("{side}实测").format(side=name): table[f"measured_{side}"],
            _("{side}界限").format(side=name): table[f"threshold_{side}"],
            _("{side}可信程度").format(side=name): confidences(table[f"confidence_{side}"]),
            _("{side}原因").format(side=name): reasons(table[f"reason_{side}"]),
        }
        for side, name in (("now", _("现行")), ("then", _("换用后")))
    }
    day = table["day"] + _("有效的文件")
    whole = table.assign(equipment_id=pd.Series(index=table.index, dtype="str"))
    columns = {
        **told.unit(whole),
        _("事由"): told.grounds(table["ground"]),
        _("换用的文件"): table["title"].where(table["title"] != "", day),
        _("变化"): said(table["change"], change_label),
        **sides["now"],
        **sides["then"],
        _("使结论改变的行"): table["changed_by"],
    }
    return frame(columns, table.index)


def _of_catalogue(told: Words, table: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison on the catalogue (the table `catalogue_editions`)."""
    ground = pd.Series(_CATALOGUE, index=table.index, dtype="str")
    columns = {
        **told.unit(table),
        _("事由"): told.grounds(ground),
        _("换用的文件"): either(table["title"], table["document_id"]),
        _("变化"): said(table["change"], change_label),
        _("{side}结论").format(side=_("现行")): _verdicts(ground, table["result_now"]),
        _("{side}行号").format(side=_("现行")): table["row_id_now"],
        _("{side}可信程度").format(side=_("现行")): confidences(table["confidence_now"]),
        _("{side}原因").format(side=_("现行")): reasons(table["reason_now"]),
        _("{side}结论").format(side=_("换用后")): _verdicts(ground, table["result_then"]),
        _("{side}行号").format(side=_("换用后")): table["row_id_then"],
        _("{side}可信程度").format(side=_("换用后")): confidences(table["confidence_then"]),
        _("{side}原因").format(side=_("换用后")): reasons(table["reason_then"]),
        _("使结论改变的行"): table["changed_by"],
    }
    return frame(columns, table.index)


def _verdicts(ground: pd.Series, result: pd.Series) -> pd.Series:
    both = ground + "\n" + result.astype("str")
    return said(both, lambda pair: words.signed_verdict(*pair.split("\n")))
