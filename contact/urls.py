from django.urls import path

from contact.views import asking, choosing, forwarded, inquiry, private

urlpatterns = [
    path("contact/", asking.contact, name="contact"),
    path("contact/<slug:slug>/", asking.contact_facility, name="contact-facility"),
    path("inquiry/<str:token>/", inquiry.inquiry, name="inquiry"),
    path("inquiry/<str:token>/facilities/", choosing.facilities, name="inquiry-facilities"),
    path("inquiry/<str:token>/withdraw/", inquiry.withdraw, name="inquiry-withdraw"),
    path("inquiry/<str:token>/delete/", inquiry.delete, name="inquiry-delete"),
    path("forwarded/<str:token>/", forwarded.forwarded, name="forwarded"),
    # Last: what is under these and is none of the above answers like a link that opens nothing.
    path("inquiry/<path:rest>/", private.nothing),
    path("forwarded/<path:rest>/", private.nothing),
]
