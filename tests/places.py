"""The folder of an embedded service: its database and its files."""

from pathlib import Path

import pysqlite3.dbapi2  # type: ignore[import-untyped]

from app.adapters.file_store import FileStore, address, open_store


class Place:
    """A folder with a migrated database and a store of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'maillage.db'}"
        self.files_url = (folder / "files").as_uri()

    @property
    def store(self) -> FileStore:
        return open_store(self.files_url)

    def file_of(self, sha256: str) -> Path:
        return self.folder / "files" / address(sha256)

    def name(self, content: bytes) -> str:
        """Keep a content, and write the row of a file that names it."""
        sha256 = self.store.put([content], limit=1 << 30).sha256
        connection = pysqlite3.dbapi2.connect(str(self.folder / "maillage.db"))
        connection.execute(
            "INSERT INTO stored_file (handle, application_id, piece, name, media_type, size, sha256, uploaded_by,"
            " uploaded_at) VALUES (?, 1, 'budget', 'a.pdf', 'application/pdf', ?, ?, 1, '2026-03-02 09:00:00')",
            (sha256[:32], len(content), sha256),
        )
        connection.commit()
        connection.close()
        return sha256
