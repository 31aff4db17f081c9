"""What surrounds the exercise: its clock, its chance, where the questionnaires are, and who works on them how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from pipeline.campaign_folder import CampaignFolder
from pipeline.demo.chance import Chance
from pipeline.demo.folder import SHEETS
from pipeline.demo.hands import FileHands, Hands, SheetHands
from pipeline.outside import Outside
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP
from pipeline.stores.google_open import embedded_lines
from pipeline.stores.open import open_stores
from pipeline.stores.store import SheetStore


@dataclass
class World:
    """The demo's campaign folder at a time of its own: `now` is moved on by the exercise."""

    folder: CampaignFolder
    chance: Chance
    now: datetime

    def __post_init__(self) -> None:
        """Draw ids from the demo's own chance, so that two plays make the same ones."""
        numbers = count()

        def clock() -> float:
            return self.now.timestamp()

        def bits(wanted: int) -> int:
            return int(self.chance.share("bits", next(numbers)) * 2**wanted)

        self.outside = Outside(clock, bits=bits)

    def store(self) -> SheetStore:
        """The campaign's store, as every run opens it."""
        folder = self.folder
        return open_stores(folder.campaign, folder.path, folder.guideline.policy, self.now, outside=self.outside)

    def hands(self, places: Mapping[str, str]) -> dict[str, Hands]:
        """Who works on each territory's questionnaire, and how; `places` says where it is."""
        campaign, store = self.folder.campaign, self.store()
        saving: Hands = FileHands(self.folder.path / SHEETS, self.now)
        if not any(store.in_sheet(one.id) for one in campaign.territories):
            return dict.fromkeys(places, saving)
        lines = embedded_lines(self.folder.path, self.outside)
        editors = {member.territory_id: member.email for member in campaign.roster}
        typing = SheetHands(lines, Drive(GoogleHTTP(lines("")), campaign.id), places, editors)
        return {one.id: typing if store.in_sheet(one.id) else saving for one in campaign.territories}
