"""What a person at the keyboard may name, refused with a hint where there is no such thing."""

from __future__ import annotations

from schemas.campaign import Campaign
from schemas.errors import CampaignError


def known_territory(campaign: Campaign, territory_id: str) -> None:
    """Refuse a territory that the campaign does not have.

    Raises:
        CampaignError: naming those it has.
    """
    ids = [one.id for one in campaign.territories]
    if territory_id not in ids:
        message = f"no territory '{territory_id}' in this campaign"
        raise CampaignError(message, f"Territories: {', '.join(ids)}.")
