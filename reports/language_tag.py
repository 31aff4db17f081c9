"""A workbook that says which language it is in, for screen readers; XlsxWriter has no property for it."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager


class TaggedWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]  # the library is not typed
    """Takes `language` among the properties of `set_properties` and writes it as dc:language."""

    def _get_packager(self) -> Packager:
        return _Packager()


class _Packager(Packager):  # type: ignore[misc]
    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)  # noqa: SLF001 - the library's own place for another packager
        core._set_xml_writer(self._filename("docProps/core.xml"))  # noqa: SLF001
        core._assemble_xml_file()  # noqa: SLF001


class _Core(Core):  # type: ignore[misc]
    def _write_dc_creator(self) -> None:
        super()._write_dc_creator()
        self._xml_data_element("dc:language", self.properties["language"])
