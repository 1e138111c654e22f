"""archivegen: raw news stories in, a static archive site out."""

__version__ = "0.1.0"
