"""The database server that the command line starts for itself when DATABASE_URL is unset."""

from congdoan.config.server.cluster import APP_ROLE, DATABASE, OWNER_ROLE
from congdoan.config.server.place import PORT, SOCKET_FILE, Place
from congdoan.config.server.refusal import ServerError
from congdoan.config.server.server import Server, Status

__all__ = ["APP_ROLE", "DATABASE", "OWNER_ROLE", "PORT", "SOCKET_FILE", "Place", "Server", "ServerError", "Status"]
