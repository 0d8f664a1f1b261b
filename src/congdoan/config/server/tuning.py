"""The server's settings: for a small machine, two cores, many writers and few readers of everything."""

import shutil
from pathlib import Path

import psutil

from congdoan.config.server.place import PORT, Place

_MB = 1 << 20


def settings_for(place: Place) -> dict[str, str]:
    """All that differs from PostgreSQL's defaults, by name."""
    return _LASTING | _memory(psutil.virtual_memory().total, _free_shared_memory()) | _where(place)


_LASTING = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "jit": "off",
    "random_page_cost": "1.1",
    # Where units are gone through, none is asked twice: remembering each took a third of the time of a restated figure.
    "enable_memoize": "off",
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # One file for each day of the week, begun anew each week.
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "%m %p %u@%d ",
}


def _memory(total: int, shared: int) -> dict[str, str]:
    """By bytes of memory in the machine, and bytes free for shared memory files."""
    buffers = 256 if total >= 2048 * _MB else 64
    sizes = {
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{buffers * 4}MB",
        "maintenance_work_mem": f"{buffers // 2}MB",
        "work_mem": "16MB",
    }
    return sizes if shared >= 256 * _MB else sizes | {"dynamic_shared_memory_type": "mmap"}


def _free_shared_memory() -> int:
    """Containers often have only 64 MB; where there is no such folder nothing is tight."""
    folder = Path("/dev/shm")
    return shutil.disk_usage(folder).free if folder.exists() else 1024 * _MB


def _where(place: Place) -> dict[str, str]:
    return {"unix_socket_directories": str(place.socket), "log_directory": str(place.logs)}
