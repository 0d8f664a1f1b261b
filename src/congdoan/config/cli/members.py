"""`congdoan members`: change the keys under which sensitive fields lie."""

import sys

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import number
from congdoan.config.databases import ensure_running
from congdoan.org.actions import seal_works_anew
from congdoan.records.imports.actions import seal_uploads_anew
from congdoan.records.members import actions


@click.group()
def members() -> None:
    """Đoàn viên: đổi khóa mã hóa, hoàn tất các việc chuyển sinh hoạt quá hạn trả lời."""


@members.command("rotate-keys")
def rotate_keys() -> None:
    """Mã hóa lại mọi thông tin nhạy cảm bằng khóa đầu tiên của bộ khóa; dừng giữa chừng thì chạy lại được."""
    ensure_running()
    with click.progressbar(length=1, label=_("Đổi khóa"), file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        done = actions.rotate_keys(tell)
    actions.seal_proofs_anew()
    seal_uploads_anew()
    seal_works_anew()
    click.echo(
        ngettext("Đã mã hóa lại thông tin của %(people)s người.", "Đã mã hóa lại thông tin của %(people)s người.", done)
        % {"people": number(done)}
    )


@members.command("complete-transfers")
def complete_transfers() -> None:
    """Hoàn tất những đề nghị chuyển sinh hoạt mà bên kia không trả lời trong hạn."""
    ensure_running()
    done = actions.complete_due()
    said = ngettext("Đã hoàn tất %(n)s việc chuyển sinh hoạt.", "Đã hoàn tất %(n)s việc chuyển sinh hoạt.", done)
    click.echo(said % {"n": number(done)})
