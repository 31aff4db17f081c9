"""Who may see, change and share a file: direct permissions, folders above, groups, anyone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.stores.embedded.files import ROLES, File, Permission, is_root

_WRITER = ROLES.index("writer")


class Rights:
    """Answers for one caller."""

    def __init__(
        self,
        email: str,
        groups: Mapping[str, frozenset[str]],
        look_up: Callable[[str], File | None],
        *,
        sharing: bool = True,
    ) -> None:
        """Take the caller, the members of each group, where parents are found, and whether it may share at all."""
        self._sharing = sharing
        self.email = email.lower()
        self.groups = frozenset(
            name.lower() for name, members in groups.items() if self.email in {member.lower() for member in members}
        )
        self._look_up = look_up

    def role(self, file: File) -> str:
        """The highest role the caller has on a file; "" for none."""
        return max(self._roles(file, set()), key=_strength, default="")

    def sees(self, file: File) -> bool:
        """Whether the caller may read it."""
        return bool(self.role(file))

    def writes(self, file: File) -> bool:
        """Whether the caller may change it."""
        return _strength(self.role(file)) >= _WRITER

    def owns(self, file: File) -> bool:
        """Whether the caller owns it, or organizes the drive it is in."""
        return self.role(file) in {"owner", "organizer"}

    def shares(self, file: File) -> bool:
        """Whether the caller may change who has access."""
        return self._sharing and (self.owns(file) or (self.writes(file) and file.writers_can_share))

    def _roles(self, file: File, seen: set[str]) -> list[str]:
        found = [item.role for item in file.permissions if self._holds(item)]
        for parent_id in file.parents:
            parent = self._look_up(parent_id)
            if parent and parent_id not in seen and not is_root(parent_id):
                above = self._roles(parent, seen | {parent_id})
                found += ["writer" if role == "owner" else role for role in above]
        return found

    def _holds(self, item: Permission) -> bool:
        if item.kind == "user":
            return item.email.lower() == self.email
        if item.kind == "group":
            return item.email.lower() in self.groups
        if item.kind == "domain":
            return self.email.rpartition("@")[2] == item.domain.lower()
        return item.kind == "anyone"


def _strength(role: str) -> int:
    return ROLES.index(role) if role in ROLES else -1
