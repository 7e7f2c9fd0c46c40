from articles.management.commands import import_wxr
from articles.transfer import ghost


class Command(import_wxr.Command):
    read = staticmethod(ghost.read)
    exported = "the .json file that Ghost exports under Settings"
    folder = "a copy of the old site's folder content/images"
    help = (
        "Imports an export from Ghost: posts and pages become drafts, with their pictures, tags, writers and "
        "old addresses."
        " It says what was lost from each. Nothing goes live; importing twice changes nothing."
    )
