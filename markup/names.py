"""Names that a reader would take for one are one: the columns that say so, to forms and to the database.

    name = NameField(max_length=60)
    name_folded = FoldedField("name")

Slugs need no column of their own: `AddressField` stores them in small letters, and `in_small_letters` holds it.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from markup.characters import LONGEST_FOLDED, bare, folded, one_line

# Parts of a name, such as a city's and its state's, never run into one another: no text has it.
_BETWEEN = "\n"
_Row = TypeVar("_Row", bound=models.Model)
_PARTING: Final = dict.fromkeys(map(ord, " -"))


class FoldedField(models.CharField[str, str]):
    """What `of` share with names that look alike. Unique, and written with every save of the row.

    A save by `update_fields` has to name it too. `QuerySet.update` writes it where the rows are `NamedRows`.
    """

    def __init__(self, *of: str, **options: Any) -> None:
        self.of = of
        given = {"max_length": LONGEST_FOLDED * max(len(of), 1), "unique": True, "editable": False, **options}
        super().__init__(**given)

    def deconstruct(self) -> Any:
        name, path, _args, options = super().deconstruct()
        # Unique unless it says otherwise, where Django takes it the other way round.
        return name, path, list(self.of), options if self.unique else {**options, "unique": False}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.value_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def value_of(self, row: models.Model) -> str:
        return fold(*(getattr(row, name) for name in self.of))


class NameField(models.CharField[str, str]):
    """One line. A form refuses what looks empty, and what looks like another row's name."""

    default_error_messages = {
        "empty": _("This looks empty. Write a name that people can see."),
        "alike": _("“%(name)s” is already here, and readers could not tell the two apart. Write another name."),
    }

    def to_python(self, value: Any) -> Any:
        return one_line(value) if isinstance(value, str) else super().to_python(value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not folded(value):
            raise ValidationError(self.error_messages["empty"], "empty")
        setattr(model_instance, self.attname, value)
        if (other := alike(model_instance)) is not None:
            raise ValidationError(self.error_messages["alike"], "alike", {"name": getattr(other, self.attname)})


class AddressField(models.SlugField[str, str]):
    """A slug. Two that differ only in case would be one file on many disks, and one page to whoever types it."""

    def to_python(self, value: Any) -> Any:
        return bare(value).lower() if isinstance(value, str) else super().to_python(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class NamedRows(models.QuerySet[_Row]):
    """Of a model with a FoldedField: an update of the names writes the folded column too, or is refused."""

    def update(self, **values: Any) -> int:
        for field in self.model._meta.fields:
            if isinstance(field, FoldedField) and field.name not in values and not values.keys().isdisjoint(field.of):
                parts = [values.get(name) for name in field.of]
                if not all(isinstance(part, str) for part in parts):
                    raise TypeError(f"Save these one by one, or give {field.name} too: it holds {field.of}.")
                values[field.name] = fold(*(str(part) for part in parts))
        return super().update(**values)


def fold(*parts: str) -> str:
    """As FoldedField holds a name of these parts; "" where the first looks empty.

    Without blanks and hyphens, so that a sign which no one sees cannot make a second name by becoming one of them.
    """
    found = [plain.translate(_PARTING) or plain for plain in map(folded, parts)]
    return _BETWEEN.join(found) if found[0] else ""


def alike(row: models.Model) -> models.Model | None:
    """Another row with a name that looks like this one's."""
    column = next(field for field in row._meta.fields if isinstance(field, FoldedField))
    others: models.QuerySet[Any] = row.__class__._default_manager.exclude(pk=row.pk)
    return others.filter(**{column.name: column.value_of(row)}).first()


def can_be_seen(column: str) -> models.CheckConstraint:
    """No row's name looks empty."""
    return models.CheckConstraint(condition=~Q(**{column: ""}), name="%(class)s_name_can_be_seen")


def in_small_letters(columns: Sequence[str] = ("slug",)) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(**{column: Lower(F(column))}), name=f"%(class)s_{column}_in_small_letters")
        for column in columns
    ]
