"""The tables of the campaign's memory: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa

tables = sa.MetaData()
meta_table = sa.Table(
    "meta", tables, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
snapshot_table = sa.Table(
    "snapshot",
    tables,
    sa.Column("sha", sa.Text, primary_key=True),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
)
pull_table = sa.Table(
    "pull",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("territory_id", sa.Text, nullable=False, index=True),
    sa.Column("sha", sa.Text, sa.ForeignKey("snapshot.sha"), nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("pulled_at", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("n_answers", sa.Integer, nullable=False),
    sa.Column("run_id", sa.Integer, nullable=False),
)
book_table = sa.Table(
    "book",
    tables,
    sa.Column("territory_id", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("sha", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
)
run_table = sa.Table(
    "run",
    tables,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
)
feedback_table = sa.Table(
    "feedback",
    tables,
    sa.Column("territory_id", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
)
seen_table = sa.Table(
    "seen",
    tables,
    sa.Column("territory_id", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
)
share_table = sa.Table(
    "share",
    tables,
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("email", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("shared_at", sa.Text, nullable=False),
)
delivery_table = sa.Table(
    "delivery",
    tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("sha", sa.Text, nullable=False),
    sa.Column("delivered_at", sa.Text, nullable=False),
)
round_table = sa.Table(
    "round",
    tables,
    sa.Column("run_id", sa.Integer, primary_key=True),
    sa.Column("territory_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("statuses", sa.Text, nullable=False),
)
