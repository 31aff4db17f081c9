"""The coordinator's files.

1. `new` makes a campaign that can be opened at once, and never writes over anything.
2. Lists are read as spreadsheet programs save them: any usual separator, encoding and line end, comments and blank
   lines left out, columns in any order.
3. Every fault is told with file, line or key and, where something is near, what was meant; all faults in one look.
4. No file, however spoiled, gives anything but a campaign or a CampaignError with a line per fault.
5. What is left out has a usual value; a campaign may change numbers of the policy and nothing else of the content.
6. Ids are safe as file names; names fit on a tab and hold no control characters.
"""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.campaign_folder import CampaignFolder, new_campaign, open_campaign
from schemas.errors import CampaignError

SETTINGS = 'id = "togo-2027"\ntitle = "ESS au Togo"\n'
TERRITORIES = "id;name;country;language\npraia-cv;Praia;CV;pt\nlome-tg;Lomé;TG;fr\n"
AGENCIES = "id;name;language\nundp;UNDP;en\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small campaign that is right."""
    write(tmp_path, SETTINGS, TERRITORIES, AGENCIES)
    return tmp_path


def write(folder: Path, campaign: str = SETTINGS, territories: str = TERRITORIES, agencies: str = AGENCIES) -> None:
    """Put the three files into a folder."""
    for name, text in (("campaign.toml", campaign), ("territories.csv", territories), ("agencies.csv", agencies)):
        (folder / name).write_text(text, encoding="utf-8")


def faults(folder: Path) -> list[str]:
    """What opening the campaign complains about."""
    with pytest.raises(CampaignError) as caught:
        open_campaign(folder)

    assert caught.value.exit_code == 2
    return caught.value.hint.splitlines()


def names(opened: CampaignFolder) -> list[str]:
    """Names of the territories in their order."""
    return [territory.name for territory in opened.campaign.territories]


def test_a_new_campaign_can_be_opened_at_once(tmp_path: Path):
    """1."""
    made = new_campaign(tmp_path / "deep" / "campaign")

    opened = open_campaign(tmp_path / "deep" / "campaign")
    assert [path.name for path in made] == ["campaign.toml", "territories.csv", "agencies.csv"]
    assert opened.campaign.id == "my-campaign"
    assert [one.id for one in opened.campaign.agencies] == ["undp"]


@pytest.mark.parametrize("name", ["campaign.toml", "territories.csv", "agencies.csv"])
def test_new_never_writes_over_anything(tmp_path: Path, name: str):
    """1."""
    (tmp_path / name).write_text("mine", encoding="utf-8")

    with pytest.raises(CampaignError):
        new_campaign(tmp_path)

    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: "mine"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lists_are_read_as_spreadsheet_programs_save_them(folder: Path, encoding: str, separator: str, end: str):
    """2."""
    text = TERRITORIES.replace(";", separator).replace("\n", end)
    (folder / "territories.csv").write_bytes(text.encode(encoding))

    assert names(open_campaign(folder)) == ["Lomé", "Praia"]


def test_comments_blank_lines_quotes_and_the_order_of_columns_do_not_matter(folder: Path):
    """2."""
    rows = (
        '\nLanguage;NAME;id;Could_be_asked;country\n# a comment; with; cells\n;;;\npt;"Praia; capital";praia-cv;12;cv\n'
    )
    write(folder, territories=rows)

    [one] = open_campaign(folder).campaign.territories
    found = (one.id, one.name, one.country, one.language, one.could_be_asked)
    assert found == ("praia-cv", "Praia; capital", "CV", "pt", 12)


def test_what_is_left_out_has_a_usual_value(folder: Path):
    """5."""
    opened = open_campaign(folder)

    campaign, territory = opened.campaign, opened.campaign.territories[0]
    assert (campaign.depth, campaign.respondents, campaign.plan_rows, campaign.store) == (
        "core",
        8,
        12,
        "folder:sheets",
    )
    assert campaign.languages == ("fr", "en", "es", "pt")
    assert (campaign.deadline, campaign.illustrative, campaign.licence) == (None, False, "")
    assert (territory.scenario, territory.overlay, territory.publish) == ("S0", "", True)
    assert territory.could_be_asked is None
    assert (campaign.agencies[0].territories, campaign.agencies[0].redaction) == (("*",), "organisations")


def test_a_campaign_may_change_a_number_of_the_policy(folder: Path):
    """5."""
    before = open_campaign(folder).guideline
    write(folder, SETTINGS + '[policy]\ndiscuss_spread = 3\nunknown_share = "1/3"\n')

    after = open_campaign(folder).guideline

    assert (after.policy.discuss_spread, after.policy.unknown_share) == (3, pytest.approx(1 / 3))
    assert after.policy.max_in_all == before.policy.max_in_all
    assert after.blocks == before.blocks


def test_a_deadline_with_a_time_counts_as_its_day(folder: Path):
    """5."""
    write(folder, SETTINGS + "deadline = 2027-01-31T18:00:00Z\n")

    assert open_campaign(folder).campaign.deadline == date(2027, 1, 31)


def test_control_characters_of_a_name_are_left_out(folder: Path):
    """6."""
    write(folder, territories=TERRITORIES.replace("Praia", "Pra\x00\x07ia"))

    assert "Praia" in names(open_campaign(folder))


SETTINGS_FAULTS = {
    "not TOML": ("id = ", "campaign.toml: cannot be read"),
    "key twice": (SETTINGS + 'id = "x"\n', "campaign.toml: cannot be read"),
    "no id": ('title = "x"\n', "campaign.toml, id: is missing or empty"),
    "slip": (SETTINGS + "depht = 1\n", "campaign.toml, depht: is no setting; did you mean 'depth'?"),
    "depth": (SETTINGS + 'depth = "deep"\n', "campaign.toml, depth: 'deep' is no depth; write one of core, full"),
    "licence": (SETTINGS + 'licence = "CC-BY"\n', "campaign.toml, licence: 'CC-BY' is no licence; write one of CC-BY-4.0"),
    "depth a list": (SETTINGS + "depth = [1]\n", "campaign.toml, depth: must be a text"),
    "respondents": (SETTINGS + "respondents = 31\n", "campaign.toml, respondents: must be a whole number from 1 to 30"),
    "respondents true": (SETTINGS + "respondents = true\n", "campaign.toml, respondents: must be a whole number"),
    "plan_rows": (SETTINGS + 'plan_rows = "12"\n', "campaign.toml, plan_rows: must be a whole number"),
    "seed": (SETTINGS + "seed = -1\n", "campaign.toml, seed: must be a whole number from 0"),
    "illustrative": (SETTINGS + 'illustrative = "false"\n', "campaign.toml, illustrative: must be true or false"),
    "deadline": (SETTINGS + 'deadline = "soon"\n', "campaign.toml, deadline: must be a date such as 2021-06-01"),
    "language": (SETTINGS + 'languages = ["fr", "de"]\n', "campaign.toml, languages: 'de' is no language of the guideline"),
    "languages a text": (SETTINGS + 'languages = "fr"\n', "campaign.toml, languages: must be a list of texts"),
    "no languages": (SETTINGS + "languages = []\n", "campaign.toml, languages: names none"),
    "policy": (SETTINGS + "policy = 3\n", "campaign.toml, policy: must be a table"),
    "policy slip": (SETTINGS + "[policy]\ndiscus_spread = 3\n", "policy.discus_spread: is no number of the policy; did you mean 'discuss_spread'?"),
    "policy range": (SETTINGS + "[policy]\nunknown_share = 7\n", "campaign.toml, policy.unknown_share: must be a number from 0 to 1"),
    "policy text": (SETTINGS + '[policy]\ndiscuss_spread = "much"\n', "campaign.toml, policy.discuss_spread: must be a number"),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS_FAULTS)
def test_a_fault_of_the_settings_is_named(folder: Path, name: str):
    """3."""
    text, expected = SETTINGS_FAULTS[name]
    write(folder, text)

    assert any(expected in line for line in faults(folder)), faults(folder)


LINES = "id;name;country;language;scenario;overlay;publish;could_be_asked\n"
TERRITORY_FAULTS = {
    "empty file": ("", "territories.csv: is empty"),
    "header only": (LINES, "territories.csv: names no territory"),
    "column missing": ("id;name;country\na-1;A;SN\n", "territories.csv, column 'language': is missing"),
    "column with a slip": (LINES.replace("overlay", "overlya"), "column 'overlya': is not known; did you mean 'overlay'?"),
    "column twice": ("id;name;name;country;language\na-1;A;B;SN;fr\n", "column 'name': is there twice"),
    "id twice": (LINES + "a-1;A;SN;fr\na-1;B;SN;fr\n", "territories.csv, line 3: id 'a-1' is used twice"),
    "id with capitals": (LINES + "Praia;P;CV;pt\n", "line 2: id 'Praia' must be lower-case letters"),
    "id that climbs": (LINES + "../../x;P;CV;pt\n", "line 2: id '../../x' must be lower-case letters"),
    "id of a device": (LINES + "con;P;CV;pt\n", "line 2: id 'con' is a name that Windows keeps for itself"),
    "id too long": (LINES + "p" * 300 + ";P;CV;pt\n", "line 2: id 'ppp"),
    "no id": (LINES + ";P;CV;pt\n", "line 2: id '' must be lower-case letters"),
    "nobody to ask": (LINES + "a-1;A;TG;fr;;;;0\n", "line 2: could_be_asked '0' must be a whole number from 1 on"),
    "no name": (LINES + "a-1;;CV;pt\n", "line 2: name is empty"),
    "name too long": (LINES + f"a-1;{'n' * 81};CV;pt\n", "line 2: name has 81 characters; at most 80"),
    "country": (LINES + "a-1;A;Togo;fr\n", "line 2: country 'Togo' must be a code of two letters"),
    "language": (LINES + "a-1;A;TG;fra\n", "line 2: language 'fra' is not one of fr, en, es, pt; did you mean 'fr'?"),
    "scenario": (LINES + "a-1;A;TG;fr;S9\n", "line 2: scenario 'S9' is not one of S0"),
    "overlay as scenario": (LINES + "a-1;A;TG;fr;S4\n", "line 2: scenario 'S4' is not one of"),
    "publish": (LINES + "a-1;A;TG;fr;;;perhaps\n", "line 2: publish 'perhaps' is neither yes nor no"),
    "too many cells": (LINES + "a-1;A;TG;fr;;;;12;more\n", "line 2: has more cells than the first line"),
    "open quote": (LINES + 'a-1;"A;TG;fr\n' + "x" * 200_000, "territories.csv, line"),
}  # fmt: skip


@pytest.mark.parametrize("name", TERRITORY_FAULTS)
def test_a_fault_of_the_territories_is_named(folder: Path, name: str):
    """3 and 6."""
    text, expected = TERRITORY_FAULTS[name]
    write(folder, territories=text)

    assert any(expected in line for line in faults(folder)), faults(folder)


HEAD = "id;name;language;fit;territories;redaction\n"
AGENCY_FAULTS = {
    "language": (HEAD + "a;A;ru\n", "agencies.csv, line 2: language 'ru' is not one of"),
    "fit": (HEAD + "a;A;fr;UNPD\n", "line 2: fit 'UNPD' is not one of UNDP, UNRISD, GSEF, ILO; did you mean 'UNDP'?"),
    "territory": (HEAD + "a;A;fr;;praia-vc\n", "line 2: 'praia-vc' is no territory; did you mean 'praia-cv'?"),
    "redaction": (HEAD + "a;A;fr;;*;all\n", "line 2: redaction 'all' is not one of none, organisations, no_quotes"),
    "name kept": (HEAD + "consolidated-fr;A;fr\n", "'consolidated-fr' is kept for the consolidated workbooks"),
    "name of tables": (HEAD + "undp;A;fr\nundp-tables;B;fr\n", "names that end in '-tables' are kept"),
    "name of the overview": (HEAD + "overview-fr;A;fr\n", "'overview-fr' is kept for the consolidated workbooks"),
    "id twice": (HEAD + "a;A;fr\na;B;fr\n", "line 3: id 'a' is used twice"),
}


@pytest.mark.parametrize("name", AGENCY_FAULTS)
def test_a_fault_of_the_agencies_is_named(folder: Path, name: str):
    """3."""
    text, expected = AGENCY_FAULTS[name]
    write(folder, agencies=text)

    assert any(expected in line for line in faults(folder)), faults(folder)


def test_all_faults_are_told_in_one_look(folder: Path):
    """3."""
    write(folder, SETTINGS + "depht = 1\n", LINES + "A;A;SN;fr\n", HEAD + "a;A;ru\n")
    (folder / "words").mkdir()
    (folder / "words" / "de.toml").write_text("", encoding="utf-8")

    assert {line.split(",")[0].split(":")[0] for line in faults(folder)} == {
        "campaign.toml", "territories.csv", "agencies.csv", "words/de.toml",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["territories.csv", "agencies.csv"])
def test_a_missing_list_is_named(folder: Path, name: str):
    """3."""
    (folder / name).unlink()

    assert any(line.startswith(f"{name}: is missing") for line in faults(folder))


def test_a_folder_where_a_list_should_be_is_named(folder: Path):
    """4."""
    (folder / "agencies.csv").unlink()
    (folder / "agencies.csv").mkdir()

    assert any(line.startswith("agencies.csv: cannot be read") for line in faults(folder))


def test_settings_in_another_encoding_are_named(folder: Path):
    """4."""
    (folder / "campaign.toml").write_bytes(SETTINGS.replace("ESS", "Économie").encode("cp1252"))

    assert "campaign.toml: cannot be read: save the file as UTF-8" in faults(folder)


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=12), max_size=12), st.sampled_from(";,\t\n\"'#")
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_list_whatever_it_holds_does_more_than_complain(folder: Path, cells: list[str], joint: str):
    """4."""
    write(folder, territories=LINES + joint.join(cells), agencies=HEAD + joint.join(cells))

    told = ["something"]
    ids: list[str] = []
    try:
        ids = [one.id for one in open_campaign(folder).campaign.territories]
    except CampaignError as fault:
        told = fault.hint.splitlines()

    assert all(told)
    assert all(set(one) <= set(string.ascii_lowercase + string.digits + "-") for one in ids)


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_do_more_than_complain(folder: Path, content: bytes):
    """4."""
    for name in ("campaign.toml", "territories.csv", "agencies.csv"):
        (folder / name).write_bytes(content)

    assert faults(folder)
