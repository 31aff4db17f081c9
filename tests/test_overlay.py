"""A campaign's own indicators and wordings.

1. An own indicator joins its block, is asked and read back like the shipped ones, without code.
2. Own wordings change one language of one text and nothing else.
3. A fault is told with file, key and, where something is near, what was meant; nothing is half done.
4. An own indicator must be worded in every language that the campaign uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign_folder import open_campaign
from schemas.errors import CampaignError
from schemas.guideline import Guideline
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline
from sheet_templates.overlay import overlay
from tests.test_campaign_folder import AGENCIES, SETTINGS, TERRITORIES, write

WORDS = {
    "label": "Foires", "question": "Y a-t-il des foires ?", "help": "Comptez.", "evidence": "Programme", "who": "Marchés",
    "levels": ["Aucune", "Une fois", "Parfois", "Chaque année", "Avec les acteurs"],
}  # fmt: skip
OWN: dict[str, Any] = {
    "id": "MKT-X1", "core": True, "drivers": ["DR-RES"], "sdg_targets": ["12.7"], "topic": "access_to_markets",
    "words": {"fr": WORDS},
}  # fmt: skip
FILE = "indicators/mkt.toml"


def laid(
    rows: object = None, words: object = None, languages: tuple[str, ...] = (), block: object = "MKT"
) -> tuple[Guideline, list[str]]:
    """The guideline with own indicators of a block and own French words, and the faults found."""
    found: list[str] = []
    indicators = {FILE: {"block": block, "indicator": rows}} if rows is not None else {}
    wordings = {"words/fr.toml": words} if words is not None else {}
    return overlay(guideline(), indicators, wordings, found, languages), found  # type: ignore[arg-type]


def test_an_own_indicator_joins_its_block():
    """1."""
    changed, found = laid([OWN])

    own = changed.block("MKT").indicators[-1]
    assert found == []
    assert (own.id, own.block_id, own.core, own.version) == ("MKT-X1", "MKT", True, 1)
    assert own.label == dict.fromkeys(("fr", "en", "es", "pt"), "Foires")
    assert own.levels[4]["pt"] == "Avec les acteurs"
    assert len(list(changed.indicators())) == len(list(guideline().indicators())) + 1


def test_an_own_indicator_is_asked_in_the_questionnaire(tmp_path: Path):
    """1. From the files of the folder to the cells of the tab."""
    write(
        tmp_path,
        SETTINGS + 'languages = ["fr"]\n',
        "id;name;country;language\nlome-tg;Lomé;TG;fr\n",
        "id;name;language\n",
    )
    (tmp_path / "indicators").mkdir()
    texts = "".join(f'{key} = "{text}"\n' for key, text in WORDS.items() if isinstance(text, str))
    (tmp_path / "indicators" / "mkt.toml").write_text(
        'block = "MKT"\n[[indicator]]\nid = "MKT-X1"\ndrivers = ["DR-RES"]\n[indicator.words.fr]\n'
        + texts + f"levels = {WORDS['levels']}\n".replace("'", '"'),
        encoding="utf-8",
    )  # fmt: skip

    opened = open_campaign(tmp_path)
    book = book_layout(opened.guideline, opened.campaign, opened.campaign.territories[0], in_sheet=False)
    keys = [cell.value for cell in book.tab("block:MKT").cells if cell.column == 0]

    assert "MKT-X1" in keys


def test_own_words_change_one_text_in_one_language():
    """2."""
    changed, found = laid(
        words={"indicators": {"LEG-1": {"question": "Et chez vous ?"}}, "blocks": {"LEG": {"short": "Règles"}}}
    )

    before, after = guideline().block("LEG"), changed.block("LEG")
    assert found == []
    assert after.indicators[0].question == {**before.indicators[0].question, "fr": "Et chez vous ?"}
    assert after.short == {**before.short, "fr": "Règles"}
    assert after.indicators[1:] == before.indicators[1:]
    assert changed.blocks[1:] == guideline().blocks[1:]


def test_own_level_descriptors_change_as_a_whole():
    """2."""
    changed, found = laid(words={"indicators": {"LEG-1": {"levels": WORDS["levels"]}}})

    assert found == []
    assert [level["fr"] for level in changed.block("LEG").indicators[0].levels] == WORDS["levels"]
    assert changed.block("LEG").indicators[0].levels[0]["en"] == guideline().block("LEG").indicators[0].levels[0]["en"]


def less(*keys: str) -> dict[str, Any]:
    """The own indicator without some of its fields."""
    return {key: value for key, value in OWN.items() if key not in keys}


INDICATOR_FAULTS = {
    "one bracket": (OWN, f"{FILE}, indicator: write one entry [[indicator]], in double brackets"),
    "none": ([], f"{FILE}, indicator: write one entry [[indicator]]"),
    "id taken": ([OWN | {"id": "MKT-1"}], f"{FILE}, id: 'MKT-1' is taken"),
    "id twice": ([OWN, OWN], f"{FILE}, id: 'MKT-X1' is taken"),
    "id with a space": ([OWN | {"id": "MKT X1"}], "'MKT X1' does not have the form of MKT-X1"),
    "no id": ([less("id")], "indicator.id: is missing"),
    "id a number": ([OWN | {"id": 7}], "7.id: must be a text"),
    "driver": ([OWN | {"drivers": ["DR-RSE"]}], "MKT-X1.drivers: 'DR-RSE' is no driver; did you mean 'DR-RES'?"),
    "drivers a text": ([OWN | {"drivers": "DR-RES"}], "MKT-X1.drivers: must be a list of texts"),
    "targets a text": ([OWN | {"sdg_targets": "12.7"}], "MKT-X1.sdg_targets: must be a list of texts"),
    "topic": ([OWN | {"topic": "markets"}], "MKT-X1.topic: 'markets' is no topic"),
    "slip": ([OWN | {"corre": True}], "MKT-X1.corre: is not known here; did you mean 'core'?"),
    "core a text": ([OWN | {"core": "yes"}], "MKT-X1.core: must be true or false"),
    "no words": ([OWN | {"words": {}}], "MKT-X1.words: no language given"),
    "words a text": ([OWN | {"words": {"fr": "Foires"}}], "MKT-X1.words.fr: must be a table"),
    "unknown language": ([OWN | {"words": {"fr": WORDS, "de": WORDS}}], "MKT-X1.words: 'de' is no language"),
    "four levels": ([OWN | {"words": {"fr": WORDS | {"levels": ["a"] * 4}}}], "MKT-X1.words.fr.levels: must be five texts"),
    "levels a text": ([OWN | {"words": {"fr": WORDS | {"levels": "abcde"}}}], "MKT-X1.words.fr.levels: must be five texts"),
    "empty label": ([OWN | {"words": {"fr": WORDS | {"label": " "}}}], "MKT-X1.words.fr.label: is missing or empty"),
    "word with a slip": ([OWN | {"words": {"fr": WORDS | {"lable": "F"}}}], "words.fr.lable: is not known here; did you mean 'label'?"),
}  # fmt: skip


@pytest.mark.parametrize("name", INDICATOR_FAULTS)
def test_a_fault_of_an_own_indicator_is_named_and_it_stays_out(name: str):
    """3."""
    rows, expected = INDICATOR_FAULTS[name]
    changed, found = laid(rows)

    assert any(expected in line for line in found), found
    assert [one.id for one in changed.indicators()].count("MKT-X1") == (1 if name == "id twice" else 0)


@pytest.mark.parametrize("block", ["MTK", "", 3, ["MKT"]])
def test_an_unknown_block_is_named(block: object):
    """3."""
    changed, found = laid([OWN], block=block)

    assert len(found) == 1
    assert found[0].startswith(f"{FILE}, block: '{block}' is no block")
    assert changed == guideline()


WORDING_FAULTS = {
    "kind": ({"indicator": {}}, "words/fr.toml, indicator: is not known here; did you mean 'indicators'?"),
    "id": ({"indicators": {"LEG-11": {"label": "x"}}}, "words/fr.toml, indicators: 'LEG-11' is no entry"),
    "name": ({"indicators": {"LEG-1": {"lable": "x"}}}, "LEG-1.lable: is no text of this entry; did you mean 'label'?"),
    "empty": ({"blocks": {"LEG": {"name": ""}}}, "LEG.name: must be a text that is not empty"),
    "number": ({"blocks": {"LEG": {"name": 3}}}, "LEG.name: must be a text that is not empty"),
    "not words": ({"blocks": {"LEG": {"main_drivers": "x"}}}, "LEG.main_drivers: is no text of this entry"),
    "four levels": ({"indicators": {"LEG-1": {"levels": ["a"] * 4}}}, "LEG-1.levels: must be five texts"),
    "long tab": ({"blocks": {"LEG": {"short": "x" * 29}}}, "LEG.short: names a tab: at most 28 characters"),
    "tab with a slash": ({"blocks": {"LEG": {"short": "a/b"}}}, "LEG.short: names a tab"),
    "no heading": (
        {"indicators": {"label": "x"}},
        "indicators: write the id in the heading, such as [indicators.LEG-1]",
    ),
    "a list": ({"indicators": []}, "indicators: write the id in the heading"),
}


@pytest.mark.parametrize("name", WORDING_FAULTS)
def test_a_fault_of_own_words_is_named(name: str):
    """3."""
    words, expected = WORDING_FAULTS[name]
    changed, found = laid(words=words)

    assert any(expected in line for line in found), found
    assert changed == guideline()


def test_a_language_the_guideline_does_not_have_is_named():
    """3."""
    found: list[str] = []

    overlay(guideline(), {}, {"words/frr.toml": {}}, found)

    assert found == ["words/frr.toml: 'frr' is no language of the guideline; did you mean 'fr'?"]


def test_an_own_indicator_must_be_worded_in_every_language_in_use(tmp_path: Path):
    """4. The territories ask for pt and fr, the agency for en, the settings for fr."""
    write(tmp_path, SETTINGS + 'languages = ["fr"]\n', TERRITORIES, AGENCIES)
    (tmp_path / "indicators").mkdir()
    _, found = laid([OWN], languages=("fr", "en", "pt"))

    assert found == [
        f"{FILE}, MKT-X1.words.en: is missing; the campaign uses this language",
        f"{FILE}, MKT-X1.words.pt: is missing; the campaign uses this language",
    ]


def test_a_broken_own_file_is_named(tmp_path: Path):
    """3."""
    write(tmp_path)
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.toml").write_text("block = ", encoding="utf-8")

    with pytest.raises(CampaignError) as caught:
        open_campaign(tmp_path)

    assert "indicators/own.toml: cannot be read" in caught.value.hint
