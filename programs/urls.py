from django.urls import path

from programs.views import phases, programs

urlpatterns = [
    path("phases/", phases.phase_list, name="phases"),
    path("phases/<slug:slug>/", phases.phase, name="phase"),
    path("programs/", programs.program_list, name="programs"),
    path("programs/<slug:slug>/", programs.program, name="program"),
]
