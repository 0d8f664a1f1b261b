"""The root of all addresses; each face brings its own."""

from django.urls import URLPattern, URLResolver, include, path

handler403 = handler404 = "congdoan.desk.door.not_there"

urlpatterns: list[URLPattern | URLResolver] = [path("", include("congdoan.desk.urls"))]
