"""The command line: options -> campaign, store, clock -> one call -> print. The only door of the program.

Only click and the standard library are imported here at the top, so that `pipeline --help` answers at once.
Results go to stdout, progress and warnings to stderr. Exit codes: see `pipeline --help`.
"""

from __future__ import annotations

import getpass
import json
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from pipeline.campaign_folder import CampaignFolder
    from pipeline.outside import Outside
    from pipeline.state import State
    from pipeline.stores.store import SheetStore

_EPILOG = """\b
Exit codes: 0 done · 2 usage, campaign or content · 3 some territories failed, the rest is done ·
4 sign-in or access · 5 another run is working · 6 a result could not be written ·
7 the memory is damaged or full · 8 problems found, under --strict · 130 interrupted · 1 our fault"""
PARTIAL, ACCESS, STRICT, INTERRUPTED = 3, 4, 8, 130


class _Group(click.Group):
    """Turns the program's own errors into a message, a hint and an exit code."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its whole first sentence, over as many lines as it needs."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, one.get_short_help_str(500)) for name, one in commands if one and not one.hidden]
            )

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; never show a traceback for what the person at the keyboard can mend."""
        from schemas.errors import ProjectError  # noqa: PLC0415 - light, but only when a command runs

        try:
            return super().invoke(ctx)
        except ProjectError as error:
            click.echo(f"Error: {error.message}", err=True)
            if error.hint:
                click.echo(error.hint, err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted. What was finished is kept; run the same command again to go on.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Group, epilog=_EPILOG, context_settings={"auto_envvar_prefix": "PIPELINE"})
@click.version_option(package_name="pipeline-ess", prog_name="pipeline")
@click.option("-C", "--campaign", "folder", default=".", type=click.Path(path_type=Path), help="The campaign folder.")
@click.option("--credentials", type=click.Path(path_type=Path), help="File with the key or sign-in for Google.")
@click.option("--act-as", default="", metavar="EMAIL", help="Whom a service account stands in for.")
@click.option("--reads-per-minute", default=60, help="Google's quota of reads for this account.")
@click.option("--writes-per-minute", default=60, help="Google's quota of writes for this account.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on the screen.")
@click.pass_context
def main(ctx: click.Context, /, folder: Path, quiet: bool, **google: Any) -> None:
    """Assess with territories how well they support the social and solidarity economy.

    A coordinator makes a campaign (`new`), hands out the questionnaires (`provision`), and after each session
    runs `sync`. Try it without any account: `pipeline demo`.
    """
    ctx.obj = {"folder": folder, "quiet": quiet, "google": google}


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
def new(directory: Path) -> None:
    """Make a commented campaign folder.

    Example: pipeline new togo-2027
    """
    from pipeline.campaign_folder import new_campaign  # noqa: PLC0415

    for path in new_campaign(directory):
        click.echo(path)
    click.echo(f"Edit these files, then: pipeline -C {directory} check", err=True)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Look for faults in the shipped content and in the campaign's files.

    Example: pipeline -C togo-2027 check
    """
    from sheet_templates.check import content_findings  # noqa: PLC0415
    from sheet_templates.figures import counted  # noqa: PLC0415

    findings = content_findings()
    folder = ctx.obj["folder"]
    if (folder / "campaign.toml").exists() or folder != Path():
        findings += _campaign_findings(folder)
    if as_json:
        click.echo(json.dumps({"findings": findings}, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(finding)
        click.echo(f"{counted(len(findings), 'fault')} found." if findings else "No fault found.", err=True)
    ctx.exit(2 if findings else 0)


def _campaign_findings(folder: Path) -> list[str]:
    from pipeline.campaign_folder import open_campaign  # noqa: PLC0415
    from schemas.errors import CampaignError  # noqa: PLC0415

    try:
        open_campaign(folder)
    except CampaignError as error:
        return error.hint.splitlines() or [error.message]
    return []


@main.command()
@click.option("--dry-run", is_flag=True, help="Say what would be made, make nothing.")
@click.option(
    "--from",
    "earlier",
    type=click.Path(path_type=Path, exists=True),
    help="Prefill context and respondents from an earlier campaign.",
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def provision(ctx: click.Context, dry_run: bool, earlier: Path | None, as_json: bool) -> None:
    """Make the questionnaires that are missing; one that exists is never touched.

    Example: pipeline -C togo-2027 provision
    """
    from pipeline.prefill import earlier_values  # noqa: PLC0415
    from pipeline.provision import provision as carry_out  # noqa: PLC0415
    from pipeline.provision import provision_lines, provision_plan  # noqa: PLC0415

    with _working(ctx, "provision", writes=not dry_run) as work:
        plan = provision_plan(work.folder.campaign, work.store, work.state)
        made: list[str] = []
        if not dry_run:
            known = earlier_values(earlier, work.folder) if earlier else {}
            with _progress(ctx, "questionnaires", len(plan.missing)) as step:
                made = carry_out(
                    plan, work.folder.guideline, work.folder.campaign, work.store, work.state, work.now, step, known
                )
        result = {
            "would_make" if dry_run else "made": [one.id for one in plan.missing] if dry_run else made,
            "territories": [one.id for one in plan.missing],
            "kept": [one.id for one in plan.there],
            "asked": list(work.folder.campaign.ask),
            **_shared(ctx, work, dry_run=dry_run),
        }
    _show(result, as_json, provision_lines)
    if result["not_shared"]:
        ctx.exit(PARTIAL)


def _shared(ctx: click.Context, work: _Work, *, dry_run: bool) -> dict[str, Any]:
    """Share what the roster says, and write the invitations to send."""
    from pipeline.share import ShareReport, invitations, share, share_plan  # noqa: PLC0415

    campaign, store, state = work.folder.campaign, work.store, work.state
    plan = share_plan(campaign, state)
    with _progress(ctx, "access", len(plan)) as step:
        report = ShareReport() if dry_run else share(plan, store, state, work.now, step)
    written = []
    if not dry_run:
        places = {key: book.place for key, book in state.books().items()}
        for territory_id, text in invitations(campaign, places, store):
            path = work.folder.out / "invitations" / f"{territory_id}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(str(path))
    return {"shared": report.shared, "not_shared": report.failed, "invitations": written}


@main.command()
@click.option(
    "--accept-shrink",
    multiple=True,
    metavar="TERRITORY",
    help="Believe a pull that lost more than half of its answers.",
)
@click.option("--dry-run", is_flag=True, help="Read and check, but keep, write and tell nothing.")
@click.option("--tell-all", is_flag=True, help="Renew everybody's comparison with the others, changed or not.")
@click.option(
    "--via",
    type=click.Choice(["sheets", "export"]),
    default="sheets",
    help="How to read Google: export is for a first pull of thousands.",
)
@click.option("--strict", is_flag=True, help="Exit with 8 when any error remains.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def sync(
    ctx: click.Context, /, *, accept_shrink: Sequence[str], dry_run: bool, tell_all: bool, via: str, strict: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Read what changed, check it, tell the territories, score, recommend, write the workbooks.

    The one command after each session. Example: pipeline -C togo-2027 sync
    """
    from pipeline.story import sync as run_sync  # noqa: PLC0415
    from pipeline.sync_lines import sync_lines, sync_result  # noqa: PLC0415
    from reports.deliver import deliver  # noqa: PLC0415

    with _working(ctx, "sync", writes=not dry_run, via_export=via == "export") as work:
        with _progress(ctx, "territories", len(work.folder.campaign.territories)) as step:
            done = run_sync(
                work.folder.guideline, work.folder.campaign, work.store, work.state, work.now, work.run_id,
                step, frozenset(accept_shrink), tell_all=tell_all,
            )  # fmt: skip
        outputs = [] if dry_run else deliver(done.outcome, work.folder.out)
        result = sync_result(done, outputs, work.store.requests())
        work.counts.update({key: len(result[key]) for key in ("pulled", "unchanged", "failed")})
    _show(result, as_json, sync_lines)
    _exit(ctx, result, strict=strict)


def _exit(ctx: click.Context, result: dict[str, Any], *, strict: bool) -> None:
    if result["failed"]:
        ctx.exit(PARTIAL)
    if strict and result["problems"]["error"]:
        ctx.exit(STRICT)


@main.command()
@click.option("--pdf", is_flag=True, help="Print the workbooks as PDF files too, by LibreOffice.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def report(ctx: click.Context, pdf: bool, as_json: bool) -> None:
    """Write the workbooks again from what the last sync kept; needs no connection, gives the same bytes.

    Example: pipeline -C togo-2027 report --pdf
    """
    from pipeline.story import rebuild  # noqa: PLC0415
    from reports.deliver import deliver  # noqa: PLC0415
    from reports.pdf import office, print_pdfs, printable  # noqa: PLC0415

    program = office() if pdf else ""
    with _opened(ctx) as (folder, state):
        outcome = rebuild(folder.guideline, folder.campaign, state)
        paths = deliver(outcome, folder.out)
    if pdf:
        paths += print_pdfs(printable(paths), program)
    _show_files(paths, as_json)


@main.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format",
    "formats",
    type=click.Choice(["csv", "parquet", "both"]),
    default="csv",
    show_default=True,
    help="Kind of files.",
)
@click.option("--hxl", is_flag=True, help="A second row of HXL hashtags in the CSV files.")
@click.option(
    "--redaction", type=click.Choice(["none", "organisations", "no_quotes"]), default="organisations", show_default=True,
    help="What is held back, as in agencies.csv.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def export(
    ctx: click.Context, directory: Path | None, *, formats: str, hxl: bool, redaction: str, as_json: bool
) -> None:
    """Write tidy tables for analysts with a Data Package descriptor, by default to out/data.

    Example: pipeline -C togo-2027 export --format both
    """
    from pipeline.story import rebuild  # noqa: PLC0415
    from reports.export import Wish  # noqa: PLC0415
    from reports.export import export as write_tables  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        outcome = rebuild(folder.guideline, folder.campaign, state)
        paths = write_tables(outcome, directory or folder.out / "data", Wish(formats, redaction, hxl))
    _show_files(paths, as_json)


@main.command()
@click.option("--territory", help="Only this territory.")
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.pass_context
def problems(ctx: click.Context, territory: str | None, as_json: bool) -> None:
    """List every open problem of the last sync, with its place and what to do.

    Example: pipeline -C togo-2027 problems --territory lome-tg
    """
    from pipeline.problem_list import problem_lines, problem_rows  # noqa: PLC0415
    from pipeline.story import rebuild  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        rows = problem_rows(rebuild(folder.guideline, folder.campaign, state), territory)
    _show(rows, as_json, problem_lines)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say who has filled in what, what blocks, and what changed since the last sync.

    Example: pipeline -C togo-2027 status
    """
    from pipeline.status import status as find_status  # noqa: PLC0415
    from pipeline.status import status_lines  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        store = _store(ctx, folder, datetime.now(UTC))
        rows = find_status(folder.guideline, folder.campaign, store, state)
    _show(rows, as_json, status_lines)


@main.command()
@click.option("--territory", help="Only this territory.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def agenda(ctx: click.Context, territory: str | None, as_json: bool) -> None:
    """Write the facilitator's sheets, what to discuss in the next session, to out/agenda.

    Example: pipeline -C togo-2027 agenda --territory lome-tg
    """
    from pipeline.printed import print_agendas  # noqa: PLC0415
    from pipeline.story import rebuild  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        outcome = rebuild(folder.guideline, folder.campaign, state)
        paths = print_agendas(outcome, folder.out / "agenda", territory)
    _show_files(paths, as_json)


@main.command()
@click.argument("before")
@click.argument("after")
@click.option("--territory", help="Only this territory.")
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.pass_context
def diff(ctx: click.Context, before: str, after: str, territory: str | None, as_json: bool) -> None:
    """List what differs between two syncs: first, previous, last, a number, or a day.

    Example: pipeline -C togo-2027 diff 2027-01-31 last
    """
    from pipeline.differences import between, differences_lines  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        rows = between(folder.guideline, folder.campaign, state, before, after, territory=territory)
    _show(rows, as_json, differences_lines)


@main.command()
@click.option("--territory", help="Only this territory.")
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.pass_context
def scenarios(ctx: click.Context, territory: str | None, as_json: bool) -> None:
    """Say which scenarios the context sheets suggest, and why; a person decides in territories.csv.

    Example: pipeline -C togo-2027 scenarios
    """
    from pipeline.scenarios import suggestion_lines, suggestion_rows  # noqa: PLC0415
    from pipeline.story import rebuild  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        rows = suggestion_rows(rebuild(folder.guideline, folder.campaign, state), territory)
    _show(rows, as_json, suggestion_lines)


@main.command()
@click.argument("territories", nargs=-1, required=True)
@click.option("--block", default="", help="By the score of this block instead of the index.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def places(ctx: click.Context, territories: tuple[str, ...], block: str, as_json: bool) -> None:
    """Say between which places territories stand, as far as their answers can tell; one alone among its peers.

    Only for territories of similar context, and not for publication: this is no league table.
    Example: pipeline -C togo-2027 places lome-tg kara-tg --block LEG
    """
    from pipeline.places import asked_places, place_lines  # noqa: PLC0415
    from pipeline.story import rebuild  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        answer = asked_places(rebuild(folder.guideline, folder.campaign, state), territories, block)
    _show(answer, as_json, place_lines)


@main.command()
@click.argument("territory")
@click.argument("recommendations", nargs=-1, required=True)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day of the actions; by default the day of the last reading.",
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def accept(
    ctx: click.Context, territory: str, recommendations: tuple[str, ...], start: datetime | None, as_json: bool
) -> None:
    """Turn accepted recommendations into rows for a territory's plan, written to out/plan.

    Example: pipeline -C togo-2027 accept lome-tg R-LEG-LO1 R-COC-LO2
    """
    from pipeline.plan_follow_up import already_planned  # noqa: PLC0415
    from pipeline.printed import print_plan_rows  # noqa: PLC0415
    from pipeline.story import rebuild  # noqa: PLC0415

    with _opened(ctx) as (folder, state):
        outcome = rebuild(folder.guideline, folder.campaign, state)
        first = (start or outcome.made_at).date()
        paths = print_plan_rows(outcome, folder.out / "plan", territory, recommendations, first)
        there = already_planned(outcome, territory, recommendations)
    lines = [f"{one} is in the plan already, as {action}: not written again" for one, action in there.items()]
    found = {"outputs": [str(path) for path in paths], "already_planned": there}
    _show(found, as_json, lambda result: iter([*result["outputs"], *lines]))


@main.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@click.option(
    "--store",
    type=click.Choice(["embedded:", "folder:sheets"]),
    default="embedded:",
    show_default=True,
    help="Where territories answer: in spreadsheets of a service that stands in for Google's, or all by file.",
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def demo(ctx: click.Context, directory: Path | None, store: str, as_json: bool) -> None:
    """Play the whole exercise with eight territories in four languages; no account needed. All answers are invented.

    It is played in DIRECTORY, or in the folder named with -C; by default in `demo`. Example: pipeline demo
    """
    from pipeline.demo import play  # noqa: PLC0415
    from reports.deliver import deliver  # noqa: PLC0415

    asked = ctx.find_root().get_parameter_source("folder") is ParameterSource.COMMANDLINE
    if asked and directory:
        message = f"two folders are named: {ctx.obj['folder']} with -C, and {directory}. Name one."
        raise click.UsageError(message)
    where = directory or (ctx.obj["folder"] if asked else Path("demo"))
    with _progress(ctx, "the exercise", None) as step:
        result = play(where, deliver, step, store)
    _show(result, as_json, lambda found: iter(found["lines"]))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands and options in your shell.

    Example: pipeline completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(main, {}, "pipeline", "_PIPELINE_COMPLETE").source())


class _Work:
    """What a command that works on a campaign holds."""

    def __init__(self, folder: CampaignFolder, state: State, store: SheetStore, now: datetime, run_id: int) -> None:
        self.folder, self.state, self.store, self.now, self.run_id = folder, state, store, now, run_id
        self.counts: dict[str, Any] = {}


@contextmanager
def _working(ctx: click.Context, command: str, *, writes: bool, via_export: bool = False) -> Iterator[_Work]:
    """Open the campaign, hold its lease, keep the record of the run. Without `writes` a copy of the memory is used."""
    from pipeline.campaign_folder import open_campaign  # noqa: PLC0415
    from pipeline.state import open_state, throwaway_copy  # noqa: PLC0415

    folder = open_campaign(ctx.obj["folder"])
    now = datetime.now(UTC)
    if not writes:
        with throwaway_copy(folder.state) as copy:
            yield _Work(
                folder,
                copy,
                _store(ctx, folder, now, silent=True, via_export=via_export),
                now,
                copy.start_run(command, _who(), now),
            )
        return
    state = open_state(folder.state)
    try:
        with state.lease():
            run_id = state.start_run(command, _who(), now)
            work = _Work(folder, state, _store(ctx, folder, now, via_export=via_export), now, run_id)
            try:
                yield work
            except BaseException:
                state.end_run(run_id, "failed", work.counts, datetime.now(UTC))
                raise
            state.end_run(run_id, "done", work.counts, datetime.now(UTC))
    finally:
        state.close()


@contextmanager
def _opened(ctx: click.Context) -> Iterator[tuple[CampaignFolder, State]]:
    """The campaign and its memory, for looking only."""
    from pipeline.campaign_folder import open_campaign  # noqa: PLC0415
    from pipeline.state import open_state  # noqa: PLC0415

    folder = open_campaign(ctx.obj["folder"])
    state = open_state(folder.state)
    try:
        yield folder, state
    finally:
        state.close()


def _store(
    ctx: click.Context, folder: CampaignFolder, now: datetime, *, silent: bool = False, via_export: bool = False
) -> SheetStore:
    from pipeline.stores.open import open_stores  # noqa: PLC0415

    return open_stores(
        folder.campaign, folder.path, folder.guideline.policy, now,
        silent=silent, outside=_outside(ctx), via_export=via_export,
    )  # fmt: skip


def _outside(ctx: click.Context) -> Outside:
    """Clock and chance of this machine, who is signed in, and the pace that all processes share."""
    from pipeline.outside import Outside  # noqa: PLC0415

    kept = Path(click.get_app_dir("pipeline-ess"))
    given = ctx.obj["google"]
    signed_in = kept / "sign-in.json"
    credentials = given["credentials"] or (signed_in if signed_in.exists() else None)
    return Outside(
        credentials=credentials, act_as=given["act_as"], limits_file=kept / "pace.db",
        reads_per_minute=given["reads_per_minute"], writes_per_minute=given["writes_per_minute"],
    )  # fmt: skip


@main.command()
@click.option("--serve", is_flag=True, required=True, help="Serve until stopped with Ctrl-C.")
@click.option("--port", type=int, default=8765, show_default=True, help="Port on 127.0.0.1.")
@click.option("--open", "open_to_all", is_flag=True, help="Requests without a token act as the owner.")
@click.argument("directory", type=click.Path(path_type=Path))
def rehearse(serve: bool, port: int, open_to_all: bool, directory: Path) -> None:
    """Serve the embedded spreadsheet service kept in a folder, on this computer only, to rehearse with.

    Example: pipeline rehearse --serve --port 8765 --open demo
    """
    from pipeline.stores.embedded import serve as serve_until_stopped  # noqa: PLC0415

    if serve:
        click.echo(f"Serving {directory} on http://127.0.0.1:{port}; stop with Ctrl-C.", err=True)
        serve_until_stopped(directory, port, open_=open_to_all)


@main.command()
@click.option("--dry-run", is_flag=True, help="Say what would be published, publish nothing.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def publish(ctx: click.Context, dry_run: bool, as_json: bool) -> None:
    """Put the workbooks into Google Drive, each into its agency's folder; links stay valid.

    Example: pipeline -C togo-2027 publish
    """
    from dataclasses import asdict  # noqa: PLC0415

    from pipeline.publish import publish as carry_out  # noqa: PLC0415
    from pipeline.publish import publish_lines, publish_plan, publish_preview  # noqa: PLC0415
    from pipeline.stores.open import drive_of  # noqa: PLC0415

    with _working(ctx, "publish", writes=not dry_run) as work:
        plan, drive = publish_plan(work.folder.campaign, work.folder.out), drive_of(work.store)
        if dry_run:
            found = publish_preview(plan, drive, work.state)
        else:
            with _progress(ctx, "workbooks", sum(len(one.names) for one in plan)) as step:
                found = carry_out(plan, drive, work.state, work.now, step)
        result = [asdict(one) for one in found]
        work.counts["published"] = {one["name"]: one["link"] for one in result}
    _show(result, as_json, publish_lines)
    if any(one["status"] == "failed" for one in result):
        ctx.exit(PARTIAL)


@main.command()
@click.option("--share-with", default="", metavar="ADDRESS", help="Really share the trial copy with this address.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@click.pass_context
def doctor(ctx: click.Context, share_with: str, as_json: bool) -> None:
    """Prove that Google lets us do everything the exercise needs; each failing check says what to do.

    Example: pipeline -C togo-2027 doctor
    """
    from dataclasses import asdict  # noqa: PLC0415

    from pipeline.campaign_folder import open_campaign  # noqa: PLC0415
    from pipeline.doctor import FAILED, Doctor  # noqa: PLC0415
    from pipeline.provision import templates  # noqa: PLC0415
    from pipeline.stores.open import drive_of  # noqa: PLC0415

    folder = open_campaign(ctx.obj["folder"])
    drive = drive_of(_store(ctx, folder, datetime.now(UTC)))
    drawn = templates(folder.guideline, folder.campaign, [one.language for one in folder.campaign.territories])
    found = [asdict(one) for one in Doctor(drive, folder.campaign, drawn, share_with).findings()]
    _show(
        found, as_json, lambda rows: (f"{one['status']:8} {one['check']:22} {one['seen']}  {one['do']}" for one in rows)
    )
    if any(one["status"] == FAILED for one in found):
        ctx.exit(ACCESS)


@main.command("sign-in")
@click.argument("client", type=click.Path(path_type=Path))
def sign_in(client: Path) -> None:
    """Sign in at Google with the browser, once per computer. CLIENT is the file made as docs/google.md shows.

    Example: pipeline sign-in client_secret.json
    """
    from pipeline.stores.google_sign_in import signed_in_by_browser  # noqa: PLC0415

    kept = Path(click.get_app_dir("pipeline-ess")) / "sign-in.json"
    signed_in_by_browser(client, kept)
    click.echo(f"Signed in; kept in {kept}")


def _who() -> str:
    return f"{getpass.getuser()}@{socket.gethostname()}"


@contextmanager
def _progress(ctx: click.Context, label: str, length: int | None) -> Iterator[Callable[[str], None]]:
    """A progress bar on stderr where a person looks at it; nothing under --quiet or in a pipe."""
    if ctx.obj["quiet"] or not sys.stderr.isatty():
        yield lambda _: None
        return
    if length is None:
        yield lambda text: click.echo(f"… {text}", err=True)
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, item_show_func=lambda one: one) as bar:
        yield lambda text: bar.update(1, text)


def _show(result: Any, as_json: bool, lines: Callable[[Any], Iterator[str]]) -> None:
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1, default=str))
    else:
        for line in lines(result):
            click.echo(line)


def _show_files(paths: Sequence[Path], as_json: bool) -> None:
    from pipeline.sync_lines import file_lines  # noqa: PLC0415

    _show({"outputs": [str(path) for path in paths]}, as_json, lambda result: file_lines(result["outputs"]))


if __name__ == "__main__":
    main()
