"""The folder of an embedded service: its database and its files."""

from pathlib import Path

from app.adapters.file_store import FileStore, address, open_store
from app.db.apply.files import StoredFile
from app.db.base import key_of
from app.db.session import Database
from tests import factories


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
        stored = self.store.put([content], limit=1 << 30)
        database = Database.open(self.url)
        with database.write() as session:
            work = factories.work(session)
            application = factories.begin(work)
            session.add(
                StoredFile(
                    handle=stored.sha256[:32],
                    application_id=key_of(application),
                    piece="budget",
                    name="budget.pdf",
                    media_type="application/pdf",
                    size=stored.size,
                    sha256=stored.sha256,
                    uploaded_by=factories.cast(work).owner.person_id or 0,
                    uploaded_at=work.now,
                )
            )
        database.close()
        return stored.sha256
