from articles.management.commands import import_wxr
from articles.transfer import ghost


class Command(import_wxr.Command):
    read = staticmethod(ghost.read)
    exported = "the .json file that Ghost exports under Settings"
    folder = "a copy of the old site's folder content/images"
    help = (
        "Takes in Ghost's export: posts and pages become drafts, with their pictures, tags, writers and old addresses."
        " It says of each what was lost. Nothing goes live by it; twice changes nothing."
    )
